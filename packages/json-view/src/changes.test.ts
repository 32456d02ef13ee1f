import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesBetween } from './changes.ts';
import { formatPath } from './paths.ts';

type Json = Parameters<typeof changesBetween>[0];

function shown(before: Json, after: Json): readonly string[] {
  const sign = (mark: string, value: Json | undefined) =>
    value === undefined ? '' : ` ${mark}${JSON.stringify(value)}`;
  return [...changesBetween(before, after)].map(
    (change) => `${formatPath(change.path)}${sign('-', change.before)}${sign('+', change.after)}`,
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
