import { expect, test } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

test('a cache computes once, and forgets the oldest when it is full', () => {
  const cache = new BoundedCache<string, string>(2);
  const computed: string[] = [];
  const get = (key: string) =>
    cache.get(key, () => {
      computed.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'b', 'a'].map(get)).toEqual(['A', 'B', 'A', 'C', 'B', 'A']);
  expect(computed).toEqual(['a', 'b', 'c', 'a']);
});
