import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { keyNames } from './key-names.ts';

const none = {} as Key;

test('keys that arrive together are told apart', () => {
  expect(keyNames('jk\t', none)).toEqual(['j', 'k', 'tab']);
  expect(keyNames('é👩‍👩‍👧', none)).toEqual(['é', '👩‍👩‍👧']);
});

test('control characters are letters with Ctrl; those that mean nothing are dropped', () => {
  expect(keyNames('a\u0015\u0000b', none)).toEqual(['a', 'ctrl+u', 'b']);
});

test('special keys have names', () => {
  expect(keyNames('', { ...none, upArrow: true })).toEqual(['up']);
  expect(keyNames('', { ...none, tab: true, shift: true })).toEqual(['shift+tab']);
  expect(keyNames('p', { ...none, ctrl: true })).toEqual(['ctrl+p']);
});

test('Alt is an Escape that came close to another key', () => {
  expect(keyNames('E', { ...none, meta: true })).toEqual(['escape', 'E']);
});
