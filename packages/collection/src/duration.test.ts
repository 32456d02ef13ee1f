import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['250ms', 250],
  ['5s', 5_000],
  ['1.5 s', 1_500],
  ['10m', 600_000],
  ['1h', 3_600_000],
  [0, 0],
  ['0', 0],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test('a number without a unit is refused with the units to choose from', () => {
  expect(() => parseDuration(5)).toThrow(
    expect.objectContaining({
      code: 'ERR_SCHEMA',
      message: '`5` is not a duration: the unit is missing.',
      hint: 'Write `5s` or `5ms`.',
    }),
  );
});

test.each(['soon', '5 minutes', '', '-5s', '597h'])('%j is refused', (text) => {
  expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'ERR_SCHEMA' }));
});
