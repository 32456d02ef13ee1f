import { WaybillError } from '@waybill/errors';
import { expect, test } from 'vitest';
import type { TokenStore } from '../token-store.ts';
import { sampleTokens } from './testing/sample-tokens.ts';
import { tolerateFailures } from './tolerate-failures.ts';

function failing(error: Error): TokenStore {
  const fail = () => Promise.reject(error);
  return { load: fail, save: fail, remove: fail, clear: fail };
}

test('a store that fails is told of once and used no less; only clear must not pretend', async () => {
  const notices: string[] = [];
  const error = new WaybillError('ERR_CACHE_KEY', 'Wrong key.', { hint: 'Use the right one.' });
  const store = tolerateFailures(failing(error), (text) => notices.push(text));
  expect(await store.load('a')).toBeUndefined();
  await store.save('a', sampleTokens('a'));
  await store.remove('a');
  expect(notices).toEqual(['Wrong key. Use the right one.']);
  await expect(store.clear()).rejects.toBe(error);
});

test('a mistake in the program is not swallowed', async () => {
  const store = tolerateFailures(failing(new TypeError('bug')), () => {});
  await expect(store.load('a')).rejects.toThrow(TypeError);
});
