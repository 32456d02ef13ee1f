import type { Json } from '../model.ts';
import { JSON_TYPES } from '../schema/matcher-schema.ts';
import { typeName } from '../schema/problems.ts';
import { suggestion } from '../suggest.ts';
import { isMapping } from '../yaml/place.ts';
import type { KeywordKind } from './keywords.ts';

interface Mistake {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What is wrong with the value of a keyword below which there is no schema; undefined when nothing is. */
export function checkKeyword(kind: KeywordKind, keyword: string, value: Json | undefined): Mistake | undefined {
  if (kind === 'type') return checkType(value);
  if (kind === 'pattern') return checkPattern(value);
  const expected = EXPECTED[kind];
  if (expected === undefined || expected.accepts(value)) return undefined;
  return { message: `\`${keyword}\` must be ${expected.text}, not ${describe(value)}.` };
}

export function describe(value: Json | undefined): string {
  return typeof value === 'number' ? String(value) : typeName(value);
}

interface Expected {
  readonly text: string;
  readonly accepts: (value: Json | undefined) => boolean;
}

const isNames = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string');

const EXPECTED: Readonly<Partial<Record<KeywordKind, Expected>>> = {
  count: { text: 'a whole number from 0', accepts: (value) => Number.isInteger(value) && Number(value) >= 0 },
  number: { text: 'a number', accepts: (value) => typeof value === 'number' },
  boolean: { text: 'true or false', accepts: (value) => typeof value === 'boolean' },
  names: { text: 'a list of names', accepts: isNames },
  namesMap: {
    text: 'a mapping from names to lists of names',
    accepts: (value) => isMapping(value) && Object.values(value).every(isNames),
  },
  list: { text: 'a list', accepts: Array.isArray },
  format: { text: 'a text', accepts: (value) => typeof value === 'string' },
};

function checkType(value: Json | undefined): Mistake | undefined {
  const names = Array.isArray(value) ? value : [value];
  const wrong = names.find((name) => !(JSON_TYPES as readonly unknown[]).includes(name));
  if (wrong === undefined && names.length > 0) return undefined;
  const name = String(wrong);
  return { message: `\`${name}\` is not a type.`, hint: suggestion(name, JSON_TYPES, 'Types are') };
}

function checkPattern(value: Json | undefined): Mistake | undefined {
  if (typeof value !== 'string')
    return { message: `\`pattern\` must be a regular expression, not ${describe(value)}.` };
  try {
    new RegExp(value, 'u');
    return undefined;
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? cause.message.replace(/^.*: /s, '') : 'it can not be compiled';
    return { message: `The regular expression is wrong: ${reason}.` };
  }
}
