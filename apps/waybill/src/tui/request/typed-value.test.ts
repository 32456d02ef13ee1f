import { expect, test } from 'vitest';
import { shownStatus, typedStatus, typedValue } from './typed-value.ts';

test.each([
  ['6', 'text', '6'],
  ['6', 5, 6],
  ['06', 5, '06'],
  ['x', 5, 'x'],
  ['false', true, false],
  ['[1, 3]', [1, 2], [1, 3]],
  ['5', undefined, 5],
  ['true', undefined, 'true'],
  ['12345678901234567890', undefined, '12345678901234567890'],
] as const)('%j in the place of %j is %j', (text, before, expected) => {
  expect(typedValue(text, before)).toEqual(expected);
});

test('a list that is none is refused', () => {
  expect(() => typedValue('[1', [1])).toThrow('This is not JSON');
});

test.each([
  ['200', 200],
  ['200, 2xx', [200, '2xx']],
  ['{{expected}}', '{{expected}}'],
] as const)('the status %j is %j', (text, expected) => {
  expect(typedStatus(text)).toEqual(expected);
  expect(shownStatus(typedStatus(text))).toBe(text);
});

test('what is no status is refused, and what only a file can say is not shown', () => {
  expect(() => typedStatus('200, ok')).toThrow('`ok` is not a status.');
  expect(shownStatus({ not: 404 })).toBeUndefined();
});
