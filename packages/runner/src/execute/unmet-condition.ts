import {
  type RenderContext,
  type RequestDefinition,
  render,
  renderMatcher,
  resolveVariable,
} from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import { describeActual, describeMatcher } from '../expect/describe-matcher.ts';
import { type Actual, matches } from '../expect/evaluate-matcher.ts';

/**
 * Says why the `when` of a request does not hold; undefined when it does.
 *
 * @throws {LocatedError} for an unknown variable in a template
 */
export function unmetCondition({ when }: RequestDefinition, context: RenderContext): string | undefined {
  if (when === undefined) return undefined;
  if (when.kind === 'template') {
    const value = render(when.template, context, when.location);
    return isFalse(value) ? `its \`when\` is ${value === '' ? 'empty' : value}` : undefined;
  }
  for (const { name, matcher: template, location } of when.variables) {
    const matcher = renderMatcher(template, context, location);
    const actual = findVariable(name, context, location);
    if (matches(matcher, actual)) continue;
    const found = actual.present ? describeActual(matcher, actual) : 'not set';
    return `${name} is ${found}, and it is for ${describeMatcher(matcher)}`;
  }
  return undefined;
}

/** Values of the command line and of environment variables are texts, so these count, too. */
function isFalse(value: unknown): boolean {
  return value === null || ['', '0', 'false'].includes(String(value));
}

function findVariable(name: string, context: RenderContext, location: Parameters<typeof resolveVariable>[2]): Actual {
  try {
    return { present: true, value: resolveVariable(name, context, location).value };
  } catch (error) {
    // `exists: false` may ask for a variable that nobody set.
    if (error instanceof WaybillError && error.code === 'ERR_VARIABLE_UNKNOWN') return { present: false };
    throw error;
  }
}
