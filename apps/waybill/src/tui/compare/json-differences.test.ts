import type { Json } from '@waybill/collection';
import { expect, test } from 'vitest';
import { jsonDifferences } from './json-differences.ts';

test('ids and times that changed are marked, those that came or went are not', () => {
  const volatile = (before: Json, after: Json) => jsonDifferences(before, after, 9).map((each) => each.isVolatile);
  const [left, right] = ['0f7dcb11-0000-4000-8000-000000000000', '0f7dcb11-0000-4000-8000-000000000001'];
  expect(volatile({ a: left }, { a: right })).toEqual([true]);
  expect(volatile({ a: '2026-01-01T00:00:00Z' }, { a: '2026-01-01T00:00:01Z' })).toEqual([true]);
  expect(volatile({}, { a: right })).toEqual([false]);
  expect(volatile({ a: left }, { a: 'none' })).toEqual([false]);
});

test('a long list of differences is cut', () => {
  expect(jsonDifferences(Array(500).fill(1), Array(500).fill(2), 7)).toHaveLength(7);
});
