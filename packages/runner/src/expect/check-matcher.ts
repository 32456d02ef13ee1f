import { type LocatedMatcher, type RenderContext, renderMatcher } from '@waybill/collection';
import type { Mismatch } from '../result.ts';
import { describeActual, describeMatcher } from './describe-matcher.ts';
import { type Actual, matches } from './evaluate-matcher.ts';
import { schemaMismatches } from './schema-mismatches.ts';

/** Holds a matcher, whose templates are rendered first, against a value. */
export function checkMatcher(
  subject: string,
  { matcher, location }: LocatedMatcher,
  actual: Actual,
  context: RenderContext,
): readonly Mismatch[] {
  const rendered = renderMatcher(matcher, context, location);
  if (matches(rendered, actual)) return [];
  if (rendered.op === 'schema' && actual.present)
    return schemaMismatches(subject, rendered.schema, actual.value, location);
  return [{ subject, expected: describeMatcher(rendered), actual: describeActual(rendered, actual), location }];
}
