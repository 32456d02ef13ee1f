import { expect, test } from 'vitest';
import { withinLimits } from './within-limits.ts';

test('gives the result, also of what is done inside of it', () => {
  expect(withinLimits(() => withinLimits(() => undefined) ?? 'done')).toBe('done');
});

test('passes errors on', () => {
  const error = new Error('mine');
  expect(() =>
    withinLimits(() => {
      throw error;
    }),
  ).toThrow(error);
});

test('ends a regular expression that tries everything', () => {
  const hostile = () => /^(a+)+$/.test(`${'a'.repeat(50)}!`);
  expect(() => withinLimits(hostile, 20)).toThrow(expect.objectContaining({ code: 'ERR_CHECK_LIMIT' }));
  expect(withinLimits(() => 'next')).toBe('next');
});

test('ends a recursion without end', () => {
  const deeper = (): number => 1 + deeper();
  expect(() => withinLimits(deeper)).toThrow(expect.objectContaining({ code: 'ERR_CHECK_LIMIT' }));
});
