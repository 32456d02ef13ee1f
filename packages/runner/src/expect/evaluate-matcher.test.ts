import type { Matcher } from '@waybill/collection';
import { describe, expect, test } from 'vitest';
import { describeActual, describeMatcher } from './describe-matcher.ts';
import { matches } from './evaluate-matcher.ts';

const accepts = (matcher: Matcher, value: unknown) => matches(matcher, { present: true, value });
const absent = { present: false } as const;
const length = (matcher: Matcher): Matcher => ({ op: 'length', matcher });
const equals = (value: never | string | number): Matcher => ({ op: 'equals', value });

describe('a matcher', () => {
  test.each<[string, Matcher, unknown, boolean]>([
    ['equals by value, not by identity', { op: 'equals', value: { a: [1, null] } }, { a: [1, null] }, true],
    ['equals never converts', { op: 'equals', value: 1 }, '1', false],
    ['matches anywhere in a text', { op: 'matches', source: 'json', flags: 'i' }, 'application/JSON', true],
    ['matches a number as it is written', { op: 'matches', source: '^20\\d$', flags: '' }, 204, true],
    ['matches no object', { op: 'matches', source: 'object', flags: '' }, {}, false],
    ['contains a part of a text', { op: 'contains', value: 'b' }, 'abc', true],
    ['contains an element', { op: 'contains', value: { id: 1 } }, [{ id: 2 }, { id: 1 }], true],
    ['contains an element by some of its members', { op: 'contains', value: { id: 1 } }, [{ id: 1, name: 'x' }], true],
    ['contains some members of an object', { op: 'contains', value: { id: 1 } }, { id: 1, name: 'x' }, true],
    ['does not contain what differs', { op: 'contains', value: { id: 1 } }, [{ id: 2 }], false],
    ['type array is not object', { op: 'type', type: 'object' }, [], false],
    ['type integer is a number too', { op: 'type', type: 'number' }, 3, true],
    ['type integer refuses fractions', { op: 'type', type: 'integer' }, 3.5, false],
    ['type null', { op: 'type', type: 'null' }, null, true],
    ['length counts characters, not code units', length(equals(1)), '😀', true],
    ['length counts members', length(equals(2)), { a: 1, b: 2 }, true],
    ['length of a number is no length', length(equals(1)), 1, false],
    ['min includes its limit', { op: 'min', value: 200 }, 200, true],
    ['max includes its limit', { op: 'max', value: 299 }, 300, false],
    ['min orders ISO times', { op: 'min', value: '2026-11-24T00:00:00Z' }, '2026-11-24T01:00:00Z', true],
    ['min compares no text with a number', { op: 'min', value: 1 }, '2', false],
    ['oneOf', { op: 'oneOf', matchers: [equals(200), equals(202)] }, 202, true],
    [
      'all',
      {
        op: 'all',
        matchers: [
          { op: 'min', value: 1 },
          { op: 'max', value: 2 },
        ],
      },
      3,
      false,
    ],
    ['every', { op: 'every', matcher: { op: 'min', value: 1 } }, [1, 2], true],
    ['every, but one', { op: 'every', matcher: { op: 'min', value: 2 } }, [1, 2], false],
    ['every of nothing', { op: 'every', matcher: equals(1) }, [], true],
    ['every is for lists', { op: 'every', matcher: equals(1) }, { a: 1 }, false],
    ['some', { op: 'some', matcher: equals(2) }, [1, 2], true],
    ['some of nothing', { op: 'some', matcher: equals(1) }, [], false],
    ['unique', { op: 'unique', value: true }, [1, '1', { a: 1 }, [['a', 1]]], true],
    [
      'unique compares members in any order',
      { op: 'unique', value: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      false,
    ],
    ['unique: false', { op: 'unique', value: false }, [1, 1], true],
    ['sorted', { op: 'sorted', direction: 'ascending' }, [1, 1, 2], true],
    ['sorted the other way', { op: 'sorted', direction: 'descending' }, ['b', 'a', 'c'], false],
    ['sorted puts no text beside a number', { op: 'sorted', direction: 'ascending' }, [1, '2'], false],
    ['not', { op: 'not', matcher: equals('x') }, 'y', true],
  ])('%s', (_title, matcher, value, expected) => {
    expect(accepts(matcher, value)).toBe(expected);
  });

  test('of an absent value fails, unless it asks for absence', () => {
    expect(matches(equals('x'), absent)).toBe(false);
    expect(matches({ op: 'exists', value: true }, absent)).toBe(false);
    expect(matches({ op: 'exists', value: false }, absent)).toBe(true);
    expect(matches({ op: 'not', matcher: equals('x') }, absent)).toBe(true);
    expect(accepts({ op: 'exists', value: true }, null)).toBe(true);
  });
});

describe('a failure says', () => {
  test.each<[Matcher, string]>([
    [{ op: 'oneOf', matchers: [equals(200), equals(202)] }, 'one of 200, 202'],
    [length({ op: 'min', value: 1 }), 'length at least 1'],
    [
      { op: 'all', matchers: [{ op: 'type', type: 'string' }, length(equals(3))] },
      'a value of type string and length 3',
    ],
    [{ op: 'matches', source: 'json', flags: 'i' }, 'text that matches /json/i'],
    [{ op: 'not', matcher: { op: 'contains', value: 'x' } }, 'not something that contains "x"'],
    [{ op: 'exists', value: false }, 'no value'],
  ])('what was expected: %o', (matcher, text) => {
    expect(describeMatcher(matcher)).toBe(text);
  });

  test('what was there, with the length or type that was asked for', () => {
    expect(describeActual(length(equals(1)), { present: true, value: [] })).toBe('[] (length 0)');
    expect(describeActual({ op: 'type', type: 'string' }, { present: true, value: 1 })).toBe('1 (integer)');
    expect(describeActual(equals(1), { present: true, value: 2 })).toBe('2');
    expect(describeActual(equals(1), absent)).toBe('nothing: the path selects no value');
  });
});
