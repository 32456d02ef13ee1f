import { expect, test } from 'vitest';
import { parseLifetime, parseSize } from './quantities.ts';

test.each([
  ['0B', 0],
  ['10kB', 10_000],
  ['10 KB', 10_000],
  ['1.5 MiB', 1_572_864],
])('the size %s is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test('a lifetime is in days or hours', () => {
  expect(parseLifetime('30d')).toBe(30 * 24 * parseLifetime('1h'));
});

test.each(['', '10', 'kB', '-1kB', '10 qB', '10 constructor'])('%j is no size', (text) => {
  expect(() => parseSize(text)).toThrow(expect.objectContaining({ code: 'ERR_SCHEMA' }));
});
