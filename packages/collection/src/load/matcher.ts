import type { JsonType, Matcher } from '../matcher.ts';
import type { Json } from '../model.ts';
import { JSON_TYPES, OPERATORS, type Operator } from '../schema/matcher-schema.ts';
import { typeName } from '../schema/problems.ts';
import { suggestion } from '../suggest.ts';
import { isTemplate, parseTemplate } from '../template/parse.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import { readSchema } from './schema.ts';

/** What a matcher is held against: it decides what plain values mean. */
export type Subject = 'status' | 'text' | 'json' | 'length';

/** Reads a matcher; undefined when its problems were reported. */
export function readMatcher(place: Place, subject: Subject): Matcher | undefined {
  const { value } = place;
  if (Array.isArray(value)) return anyOf(place, subject);
  if (isMapping(value)) return operators(place, subject);
  return typeof value === 'string' ? fromText(value, place, subject) : fromValue(place, subject);
}

const REGULAR_EXPRESSION = /^\/(.+)\/([A-Za-z]*)$/s;
const STATUS_CLASS = /^([1-5])xx$/i;

function fromText(value: string, place: Place, subject: Subject): Matcher | undefined {
  const [, source, flags] = REGULAR_EXPRESSION.exec(value) ?? [];
  if (source !== undefined) return regularExpression(source, flags ?? '', place);
  const statusClass = subject === 'status' ? STATUS_CLASS.exec(value)?.[1] : undefined;
  if (statusClass === undefined) return fromValue(place, subject);
  const least = Number(statusClass) * 100;
  return all([
    { op: 'min', value: least },
    { op: 'max', value: least + 99 },
  ]);
}

function fromValue(place: Place, subject: Subject): Matcher | undefined {
  const value = plainValue(place, subject);
  return value === undefined ? undefined : { op: 'equals', value };
}

/** A value to compare with, in the type the subject has. */
function plainValue(place: Place, subject: Subject): Json | undefined {
  const { value } = place;
  if (value === undefined) return undefined;
  if (subject === 'json' || (typeof value === 'string' && isTemplate(value))) return value;
  if (subject === 'text') {
    if (typeof value === 'object')
      return rejected(place, 'a text', 'For a header that must be absent: { exists: false }.');
    return String(value);
  }
  if (subject === 'length') return typeof value === 'number' ? value : rejected(place, 'a number');
  const isStatus = Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599;
  return isStatus ? value : rejected(place, 'a status from 100 to 599', 'Write 200, [200, 202], 2xx or { not: 404 }.');
}

function rejected(place: Place, expected: string, hint?: string): undefined {
  place.report(`Expected ${expected}, found ${described(place.value)}.`, hint);
}

function described(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : typeName(value);
}

function regularExpression(source: string, flags: string, place: Place): Matcher | undefined {
  const plain = 'For the text itself write { equals: … }.';
  if (!/^[imsu]*$/.test(flags)) {
    return void place.report(
      `\`${flags}\` are not flags of a regular expression.`,
      `Flags are i, m, s and u. ${plain}`,
    );
  }
  try {
    new RegExp(withoutTemplates(source), flags);
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? cause.message.replace(/^.*: /s, '') : 'it can not be compiled';
    return void place.report(`The regular expression is wrong: ${reason}.`, plain);
  }
  return { op: 'matches', source, flags };
}

/** Templates are replaced by escaped text at run time; any letter stands for that here. */
function withoutTemplates(source: string): string {
  if (!isTemplate(source)) return source;
  try {
    return parseTemplate(source)
      .map((segment) => (segment.kind === 'text' ? segment.text : 'x'))
      .join('');
  } catch {
    // Reported with all other templates.
    return '';
  }
}

function anyOf(place: Place, subject: Subject): Matcher | undefined {
  const items = place.items();
  if (items.length === 0) {
    return void place.report(
      'An empty list matches nothing.',
      'For an empty list in the response write { equals: [] }.',
    );
  }
  const matchers = items.map((item) => readMatcher(item, subject));
  return matchers.every((matcher) => matcher !== undefined) ? { op: 'oneOf', matchers } : undefined;
}

function operators(place: Place, subject: Subject): Matcher | undefined {
  const entries = place.entries();
  if (entries.length === 0) {
    return void place.report('An empty mapping matches nothing.', 'For an empty mapping write { equals: {} }.');
  }
  const matchers = entries.map(([key, inner]) => {
    if (Object.hasOwn(OPERATORS, key)) return READERS[key as Operator](inner, subject);
    const hint = suggestion(key, Object.keys(OPERATORS), 'Operators are');
    return void inner.reportKey(
      `Unknown operator \`${key}\`.`,
      `${hint} To compare with a mapping write { equals: { … } }.`,
    );
  });
  return matchers.every((matcher) => matcher !== undefined) ? all(matchers) : undefined;
}

function all(matchers: readonly Matcher[]): Matcher {
  const [only, ...others] = matchers;
  return only !== undefined && others.length === 0 ? only : { op: 'all', matchers };
}

type Reader = (place: Place, subject: Subject) => Matcher | undefined;

const READERS: Readonly<Record<Operator, Reader>> = {
  equals: fromValue,
  contains: readContains,
  min: bound('min'),
  max: bound('max'),
  not: (place, subject) => {
    const matcher = readMatcher(place, subject);
    return matcher && { op: 'not', matcher };
  },
  length: (place) => {
    const matcher = readMatcher(place, 'length');
    return matcher && { op: 'length', matcher };
  },
  oneOf: (place, subject) => (Array.isArray(place.value) ? anyOf(place, subject) : rejected(place, 'a list')),
  matches: (place) => {
    if (typeof place.value !== 'string') return rejected(place, 'a regular expression');
    const [, source = place.value, flags = ''] = REGULAR_EXPRESSION.exec(place.value) ?? [];
    return regularExpression(source, flags, place);
  },
  exists: (place) =>
    typeof place.value === 'boolean' ? { op: 'exists', value: place.value } : rejected(place, 'true or false'),
  unique: (place) =>
    typeof place.value === 'boolean' ? { op: 'unique', value: place.value } : rejected(place, 'true or false'),
  sorted: (place) => {
    const { value } = place;
    if (value === 'ascending' || value === 'descending') return { op: 'sorted', direction: value };
    return rejected(place, '`ascending` or `descending`');
  },
  schema: (place) => {
    const schema = readSchema(place);
    return schema && { op: 'schema', schema };
  },
  every: ofItems('every'),
  some: ofItems('some'),
  type: readType,
};

function ofItems(op: 'every' | 'some'): Reader {
  return (place) => {
    const matcher = readMatcher(place, 'json');
    return matcher && { op, matcher };
  };
}

function readContains(place: Place, subject: Subject): Matcher | undefined {
  const value = plainValue(place, subject === 'text' ? 'text' : 'json');
  return value === undefined ? undefined : { op: 'contains', value };
}

function bound(op: 'min' | 'max'): Reader {
  return (place) => {
    const { value } = place;
    if (typeof value !== 'number' && typeof value !== 'string') return rejected(place, 'a number');
    return { op, value };
  };
}

function readType(place: Place): Matcher | undefined {
  if (Array.isArray(place.value)) {
    const matchers = place.items().map(readType);
    return matchers.every((matcher) => matcher !== undefined) ? { op: 'oneOf', matchers } : undefined;
  }
  // `type: null` is YAML's null; what is meant is plain.
  const name = place.value === null ? 'null' : String(place.value);
  if ((JSON_TYPES as readonly string[]).includes(name)) return { op: 'type', type: name as JsonType };
  return void place.report(`\`${name}\` is not a type.`, suggestion(name, JSON_TYPES, 'Types are'));
}
