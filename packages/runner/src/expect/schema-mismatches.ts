import type { JsonSchema } from '@waybill/collection';
import type { SourceLocation } from '@waybill/errors';
import type { Mismatch } from '../result.ts';
import { showValue } from './describe-matcher.ts';
import { schemaViolations, type Violation } from './schema-violations.ts';
import { withinLimits } from './within-limits.ts';

/** A long list with one mistake in every item would fill every report. */
const MOST = 50;

/** Says of each violation of a schema what was expected there and what was. */
export function schemaMismatches(
  path: string,
  schema: JsonSchema,
  value: unknown,
  location: SourceLocation,
): readonly Mismatch[] {
  const violations = withinLimits(() => schemaViolations(schema, value));
  const name = path === '$' ? 'body' : path;
  const mismatches = violations.slice(0, MOST).map((violation): Mismatch => {
    const missing = missingName(violation);
    const pointer = violation.pointer + (missing === undefined ? '' : `/${escapeStep(missing)}`);
    return {
      subject: pointer === '' ? name : `${name} ${pointer}`,
      expected: expectedOf(violation, schema),
      actual: missing === undefined ? showValue(atPointer(value, violation.pointer)) : 'nothing',
      location,
    };
  });
  if (violations.length <= MOST) return mismatches;
  const actual = `${violations.length - MOST} more violations`;
  return [...mismatches, { subject: name, expected: `what ${schema.name} describes`, actual, location }];
}

function missingName({ keyword, said }: Violation): string | undefined {
  return keyword === 'required' ? /required property "(.*)"\.$/s.exec(said)?.[1] : undefined;
}

function expectedOf(violation: Violation, { root }: JsonSchema): string {
  const { keyword, keywordPath, said } = violation;
  if (keyword === 'required') return 'a value: it is required';
  if (keyword === 'false') return 'nothing: the schema has no place for it';
  const wanted = keywordValue(root, keywordPath);
  if (keyword === 'type') return `type ${[wanted].flat().join(' or ')}`;
  if (keyword === 'const') return showValue(wanted);
  if (keyword === 'enum' && Array.isArray(wanted)) return `one of ${wanted.map(showValue).join(', ')}`;
  const isShort = ['string', 'number', 'boolean'].includes(typeof wanted);
  return isShort ? `${keyword} ${typeof wanted === 'string' ? wanted : showValue(wanted)}` : `${keyword}: ${said}`;
}

/** Follows the way of the validator through the schema, where a `$ref` leads to a definition. */
function keywordValue(root: unknown, path: readonly string[]): unknown {
  let node = root;
  for (const step of path) {
    const inner = member(node, step);
    node = step === '$ref' ? String(inner).split('/').slice(1).reduce(member, root) : inner;
  }
  return node;
}

function atPointer(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(member, value);
}

function member(node: unknown, step: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
  return (node as Readonly<Record<string, unknown>>)[step];
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
