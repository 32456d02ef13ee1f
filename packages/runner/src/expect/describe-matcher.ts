import type { Matcher } from '@waybill/collection';
import { type Actual, typeOf } from './evaluate-matcher.ts';

/** Says in words what a matcher accepts: `200`, `one of 200, 202`, `length at least 1`. */
export function describeMatcher(matcher: Matcher): string {
  switch (matcher.op) {
    case 'equals':
      return showValue(matcher.value);
    case 'matches':
      return `text that matches /${matcher.source}/${matcher.flags}`;
    case 'oneOf':
      return `one of ${matcher.matchers.map(describeMatcher).join(', ')}`;
    case 'all':
      return matcher.matchers.map(describeMatcher).join(' and ');
    case 'not':
      return `not ${describeMatcher(matcher.matcher)}`;
    case 'contains':
      return `something that contains ${showValue(matcher.value)}`;
    case 'type':
      return `a value of type ${matcher.type}`;
    case 'length':
      return `length ${describeMatcher(matcher.matcher)}`;
    case 'min':
      return `at least ${showValue(matcher.value)}`;
    case 'max':
      return `at most ${showValue(matcher.value)}`;
    case 'every':
      return `only items that are ${describeMatcher(matcher.matcher)}`;
    case 'some':
      return `an item that is ${describeMatcher(matcher.matcher)}`;
    case 'unique':
      return matcher.value ? 'items that are all different' : 'an item that comes twice';
    case 'sorted':
      return `items in ${matcher.direction} order`;
    case 'schema':
      return `what ${matcher.schema.name} describes`;
    case 'exists':
      return matcher.value ? 'a value' : 'no value';
  }
}

/** Says what was there: the value, and its type and length when that explains the mismatch. */
export function describeActual(matcher: Matcher, actual: Actual): string {
  if (!actual.present) return 'nothing: the path selects no value';
  const shown = showValue(actual.value);
  if (asksFor('length', matcher)) return `${shown} (length ${lengthOf(actual.value)})`;
  if (asksFor('type', matcher)) return `${shown} (${typeOf(actual.value)})`;
  return shown;
}

function asksFor(op: Matcher['op'], matcher: Matcher): boolean {
  if (matcher.op === 'all' || matcher.op === 'oneOf') return matcher.matchers.some((each) => asksFor(op, each));
  return matcher.op === op || (matcher.op === 'not' && asksFor(op, matcher.matcher));
}

function lengthOf(value: unknown): number | string {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 'none';
}

/** Writes a value as JSON, whole: whoever shows it redacts first and shortens then. */
export function showValue(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
