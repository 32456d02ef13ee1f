import { isDeepStrictEqual } from 'node:util';
import type { Json, Matcher } from '@waybill/collection';
import { fitsSchema } from './schema-violations.ts';
import { withinDepth, withinLimits } from './within-limits.ts';

/** A value to judge. A path that selects nothing is absent, which is not the same as null. */
export type Actual = { readonly present: true; readonly value: unknown } | { readonly present: false };

/** A value that is absent when it is undefined, as headers and JSON members are. */
export function presence(value: unknown): Actual {
  return value === undefined ? { present: false } : { present: true, value };
}

/**
 * Whether a rendered matcher accepts a value.
 *
 * @throws {WaybillError} ERR_CHECK_LIMIT when that can not be found out in good time, as with a regular expression that
 * tries everything
 */
export function matches(matcher: Matcher, actual: Actual): boolean {
  return (mayTakeForever(matcher) ? withinLimits : withinDepth)(() => accepts(matcher, actual));
}

/** Whether a regular expression or a schema is anywhere in it. */
function mayTakeForever(matcher: Matcher): boolean {
  switch (matcher.op) {
    case 'matches':
    case 'schema':
      return true;
    case 'all':
    case 'oneOf':
      return matcher.matchers.some(mayTakeForever);
    case 'not':
    case 'length':
    case 'every':
    case 'some':
      return mayTakeForever(matcher.matcher);
    default:
      return false;
  }
}

function accepts(matcher: Matcher, actual: Actual): boolean {
  if (matcher.op === 'not') return !accepts(matcher.matcher, actual);
  if (matcher.op === 'all') return matcher.matchers.every((each) => accepts(each, actual));
  if (matcher.op === 'oneOf') return matcher.matchers.some((each) => accepts(each, actual));
  if (matcher.op === 'exists') return actual.present === matcher.value;
  return actual.present && matchesValue(matcher, actual.value);
}

type ValueMatcher = Exclude<Matcher, { readonly op: 'not' | 'all' | 'oneOf' | 'exists' }>;

function matchesValue(matcher: ValueMatcher, value: unknown): boolean {
  switch (matcher.op) {
    case 'equals':
      return isDeepStrictEqual(value, matcher.value);
    case 'matches':
      return isScalar(value) && new RegExp(matcher.source, matcher.flags).test(String(value));
    case 'schema':
      return fitsSchema(matcher.schema, value);
    case 'contains':
      return contains(value, matcher.value);
    case 'type':
      return matcher.type === typeOf(value) || (matcher.type === 'number' && typeof value === 'number');
    case 'length':
      return matchesLength(matcher.matcher, value);
    case 'every':
      return Array.isArray(value) && value.every((item) => accepts(matcher.matcher, { present: true, value: item }));
    case 'some':
      return Array.isArray(value) && value.some((item) => accepts(matcher.matcher, { present: true, value: item }));
    case 'unique':
      return Array.isArray(value) && isUnique(value) === matcher.value;
    case 'sorted':
      return Array.isArray(value) && isSorted(value, matcher.direction);
    case 'min':
      return compare(value, matcher.value, (difference) => difference >= 0);
    case 'max':
      return compare(value, matcher.value, (difference) => difference <= 0);
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** A part of a text, an element of an array, or some of the members of an object. */
function contains(value: unknown, part: Json): boolean {
  if (typeof value === 'string') return isScalar(part) && value.includes(String(part));
  if (Array.isArray(value)) return value.some((element) => isDeepStrictEqual(element, part) || isPartOf(part, element));
  return isPartOf(part, value);
}

function isPartOf(part: Json, whole: unknown): boolean {
  if (!isObject(part) || !isObject(whole)) return false;
  return Object.entries(part).every(
    ([key, value]) => Object.hasOwn(whole, key) && isDeepStrictEqual(whole[key], value),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON type of a value, with whole numbers told apart. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function matchesLength(matcher: Matcher, value: unknown): boolean {
  if (typeof value === 'string') return accepts(matcher, { present: true, value: [...value].length });
  if (Array.isArray(value)) return accepts(matcher, { present: true, value: value.length });
  if (isObject(value)) return accepts(matcher, { present: true, value: Object.keys(value).length });
  return false;
}

/** Items as texts, so that a long list takes time with its length and not with the square of it. */
function isUnique(items: readonly unknown[]): boolean {
  return new Set(items.map(canonicalText)).size === items.length;
}

/** JSON in which the order of members makes no difference. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/** Items that can not be compared are in no order. */
function isSorted(items: readonly unknown[], direction: 'ascending' | 'descending'): boolean {
  const sign = direction === 'ascending' ? 1 : -1;
  return items.every(
    (item, index) => index === 0 || compare(item, items[index - 1], (difference) => difference * sign >= 0),
  );
}

/** Numbers by size, texts by code unit, which puts ISO 8601 times of one zone in order. */
function compare(value: unknown, limit: unknown, accepts: (difference: number) => boolean): boolean {
  if (typeof value === 'number' && typeof limit === 'number') return accepts(value - limit);
  if (typeof value === 'string' && typeof limit === 'string')
    return accepts(value < limit ? -1 : value > limit ? 1 : 0);
  return false;
}
