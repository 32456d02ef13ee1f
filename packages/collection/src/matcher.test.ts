import { expect, test } from 'vitest';
import { type Matcher, renderMatcher } from './matcher.ts';
import { valuesLayer } from './variables.ts';

const location = { file: 'x.yaml', line: 1, column: 1 };
const context = {
  layers: [valuesLayer('test', { id: 'a.b-c/d', count: 3 })],
  env: {},
  now: () => new Date(0),
};

test('templates inside every kind of matcher are rendered, with their types', () => {
  const matcher: Matcher = {
    op: 'all',
    matchers: [
      { op: 'not', matcher: { op: 'equals', value: '{{ count }}' } },
      { op: 'oneOf', matchers: [{ op: 'contains', value: ['{{ id }}'] }] },
      { op: 'length', matcher: { op: 'min', value: '{{ count }}' } },
      { op: 'type', type: 'string' },
      { op: 'exists', value: true },
    ],
  };
  expect(renderMatcher(matcher, context, location)).toEqual({
    op: 'all',
    matchers: [
      { op: 'not', matcher: { op: 'equals', value: 3 } },
      { op: 'oneOf', matchers: [{ op: 'contains', value: ['a.b-c/d'] }] },
      { op: 'length', matcher: { op: 'min', value: 3 } },
      { op: 'type', type: 'string' },
      { op: 'exists', value: true },
    ],
  });
});

test.each(['', 'u', 'i'])('a value inside a regular expression only matches itself (flags %j)', (flags) => {
  const rendered = renderMatcher({ op: 'matches', source: '^x[{{ id }}]+={{ id }}$', flags }, context, location);
  if (rendered.op !== 'matches') throw new Error('unexpected');
  const expression = new RegExp(rendered.source, rendered.flags);
  expect(expression.test('xa.b=a.b-c/d')).toBe(true);
  expect(expression.test('xa.b=aXb-c/d')).toBe(false);
});
