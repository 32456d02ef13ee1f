import { expect, test } from 'vitest';
import { valuesLayer } from './variables.ts';

test('a layer answers for its own names only', () => {
  const layer = valuesLayer('command line', { a: null });
  expect([layer.get('a'), layer.get('b'), layer.get('toString'), layer.get('__proto__')]).toEqual([
    null,
    undefined,
    undefined,
    undefined,
  ]);
  expect([...layer.names()]).toEqual(['a']);
  expect(layer).toMatchObject({ origin: 'command line', templated: false });
});

test('a layer with an own __proto__ key gives that value', () => {
  expect(valuesLayer('data', JSON.parse('{"__proto__": 1}')).get('__proto__')).toBe(1);
});
