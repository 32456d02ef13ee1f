import { expect, test } from 'vitest';
import { wrapLines } from './wrap-lines.ts';

test('a long line is broken at the edge and keeps its looks', () => {
  const wrapped = wrapLines([[{ text: 'key', color: 'blue' }, { text: ': value' }], []], 5);
  expect(wrapped).toEqual([[{ text: 'key', color: 'blue' }, { text: ': ' }], [{ text: 'value' }], []]);
});

test('a wide character is never cut in half', () => {
  expect(wrapLines([[{ text: 'a漢字👩‍👩‍👧b' }]], 3).map((line) => line.map(({ text }) => text).join(''))).toEqual([
    'a漢',
    '字',
    '👩‍👩‍👧b',
  ]);
});
