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

test.each([
  ['{ min: 200, max: 299 }', { min: 200, max: 299 }],
  ['[ 404, { not: "{{ unwanted }}" } ]', [404, { not: '{{ unwanted }}' }]],
])('the matcher %s of a status stays one', (text, matcher) => {
  expect(typedStatus(text)).toEqual(matcher);
  expect(shownStatus(matcher)).toBe(text);
});

test.each([
  ['200, ok', '`ok` is not a status.'],
  ['{ min: 200', '`{ min: 200` is not a matcher.'],
])('%s as a status is refused', (text, message) => {
  expect(() => typedStatus(text)).toThrow(message);
});
