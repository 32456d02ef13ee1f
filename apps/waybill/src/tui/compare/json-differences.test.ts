import type { Json } from '@waybill/collection';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonDifferences } from './json-differences.ts';

function shown(before: Json, after: Json): readonly string[] {
  return jsonDifferences(before, after, 100).map(
    ({ title, lines }) => `${title} ${lines.map(({ sign, text }) => sign + text).join(' ')}`,
  );
}

test('names what was added, removed and changed by its path', () => {
  expect(shown({ a: 1, b: { c: [true] }, old: null }, { b: { c: [false] }, a: 1, neu: 'x' })).toEqual([
    `$['b']['c'][0] -true +false`,
    `$['old'] -null`,
    `$['neu'] +"x"`,
  ]);
});

test('the order of members is no difference, the kind of a value is one', () => {
  expect(shown({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
  expect(shown({ a: [] }, { a: {} })).toEqual([`$['a'] -[] +{}`]);
});

test('items of a list belong together by their id, wherever they stand', () => {
  const [one, two, three] = [1, 2, 3].map((id) => ({ id, name: `Workspace ${id}` }));
  expect(shown([one, two] as Json, [three, { ...two, name: 'Sales' }, one] as Json)).toEqual([
    `$[0] +{"id":3,"name":"Workspace 3"}`,
    `$[1]['name'] -"Workspace 2" +"Sales"`,
  ]);
  expect(shown([one, two] as Json, [two] as Json)).toEqual([`$[0] -{"id":1,"name":"Workspace 1"}`]);
});

test('one more item without an id does not make all others differ', () => {
  expect(shown(['a', 'b', 'c'], ['a', 'x', 'b', 'c'])).toEqual([`$[1] +"x"`]);
  expect(shown(['a', 'x', 'b', 'c'], ['a', 'b', 'c'])).toEqual([`$[1] -"x"`]);
});

test('ids and times that changed are marked, those that came or went are not', () => {
  const volatile = (before: Json, after: Json) => jsonDifferences(before, after, 9).map((each) => each.isVolatile);
  const [left, right] = ['0f7dcb11-0000-4000-8000-000000000000', '0f7dcb11-0000-4000-8000-000000000001'];
  expect(volatile({ a: left }, { a: right })).toEqual([true]);
  expect(volatile({ a: '2026-01-01T00:00:00Z' }, { a: '2026-01-01T00:00:01Z' })).toEqual([true]);
  expect(volatile({}, { a: right })).toEqual([false]);
  expect(volatile({ a: left }, { a: 'none' })).toEqual([false]);
});

test('two values differ somewhere exactly when they are not the same', () => {
  const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(shown(before, before)).toEqual([]);
      const isSame = shown(before, after).length === 0;
      expect(isSame).toBe(shown(after, before).length === 0);
    }),
  );
});

test('a long list of differences is cut', () => {
  expect(jsonDifferences(Array(500).fill(1), Array(500).fill(2), 7)).toHaveLength(7);
});
