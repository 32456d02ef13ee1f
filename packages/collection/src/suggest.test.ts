import { expect, test } from 'vitest';
import { closest, suggestion } from './suggest.ts';

test.each([
  ['expcet', 'expect'],
  ['EXPECT', 'expect'],
  ['stauts', 'status'],
  ['header', 'headers'],
])('%s is close to %s', (written, meant) => {
  expect(closest(written, ['expect', 'status', 'headers'])).toBe(meant);
});

test('another word is not close', () => {
  expect(closest('cat', ['status', 'dog'])).toBeUndefined();
});

test('a suggestion lists what there is when nothing is close', () => {
  expect(suggestion('zzz', ['one', 'two'], 'Known')).toBe('Known: one, two.');
  expect(suggestion('zzz', [], 'Known')).toBeUndefined();
  const many = Array.from({ length: 25 }, (_, index) => `name-${index}`);
  expect(suggestion('zzz', many, 'Known')).toMatch(/name-19 and 5 more\.$/);
});
