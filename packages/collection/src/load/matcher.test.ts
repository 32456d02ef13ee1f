import { expect, test } from 'vitest';
import { parseYaml } from '../yaml/parse.ts';
import { Place } from '../yaml/place.ts';
import { readMatcher, type Subject } from './matcher.ts';

function matcherOf(yaml: string, subject: Subject = 'json') {
  const { source, problems } = parseYaml('x.yaml', yaml);
  if (source === undefined) throw new Error(problems.join());
  const collected = [...problems];
  return { matcher: readMatcher(Place.root(source, collected), subject), problems: collected };
}

test.each<[string, Subject, unknown]>([
  ['Workspace', 'json', { op: 'equals', value: 'Workspace' }],
  ['null', 'json', { op: 'equals', value: null }],
  ['5', 'text', { op: 'equals', value: '5' }],
  ['/^a.b$/im', 'json', { op: 'matches', source: '^a.b$', flags: 'im' }],
  ['{ equals: /a/ }', 'json', { op: 'equals', value: '/a/' }],
  ['{ equals: { a: [1] } }', 'json', { op: 'equals', value: { a: [1] } }],
  ['{ matches: ^a }', 'text', { op: 'matches', source: '^a', flags: '' }],
  ['{ matches: /^a/i }', 'text', { op: 'matches', source: '^a', flags: 'i' }],
  ['200', 'status', { op: 'equals', value: 200 }],
  ['"{{ code }}"', 'status', { op: 'equals', value: '{{ code }}' }],
  ['{ not: 404 }', 'status', { op: 'not', matcher: { op: 'equals', value: 404 } }],
  [
    '{ contains: a, length: { min: 1 } }',
    'json',
    {
      op: 'all',
      matchers: [
        { op: 'contains', value: 'a' },
        { op: 'length', matcher: { op: 'min', value: 1 } },
      ],
    },
  ],
  [
    '[a, /b/]',
    'json',
    {
      op: 'oneOf',
      matchers: [
        { op: 'equals', value: 'a' },
        { op: 'matches', source: 'b', flags: '' },
      ],
    },
  ],
  ['{ oneOf: [1] }', 'json', { op: 'oneOf', matchers: [{ op: 'equals', value: 1 }] }],
  ['{ type: null }', 'json', { op: 'type', type: 'null' }],
  [
    '{ type: [string, "null"] }',
    'json',
    {
      op: 'oneOf',
      matchers: [
        { op: 'type', type: 'string' },
        { op: 'type', type: 'null' },
      ],
    },
  ],
  ['{ exists: false }', 'json', { op: 'exists', value: false }],
  ['{ every: { min: 1 } }', 'json', { op: 'every', matcher: { op: 'min', value: 1 } }],
  ['{ some: x }', 'json', { op: 'some', matcher: { op: 'equals', value: 'x' } }],
  ['{ unique: true }', 'json', { op: 'unique', value: true }],
  ['{ sorted: descending }', 'json', { op: 'sorted', direction: 'descending' }],
  ['{ max: "{{ n }}" }', 'json', { op: 'max', value: '{{ n }}' }],
  [
    '2xx',
    'status',
    {
      op: 'all',
      matchers: [
        { op: 'min', value: 200 },
        { op: 'max', value: 299 },
      ],
    },
  ],
])('%s as %s', (yaml, subject, expected) => {
  expect(matcherOf(yaml, subject)).toEqual({ matcher: expected, problems: [] });
});

test('a class of statuses is plain text elsewhere', () => {
  expect(matcherOf('2xx').matcher).toEqual({ op: 'equals', value: '2xx' });
});

test.each(['{ toString: 1 }', '{ __proto__: 1 }', '{ constructor: { equals: 1 } }'])(
  '%s is an unknown operator',
  (yaml) => {
    expect(matcherOf(yaml).problems[0]?.message).toMatch(/^Unknown operator/);
  },
);

test('what items are asked for is checked', () => {
  expect(matcherOf('[{ sorted: up }, { unique: 1 }, { every: {} }]').problems).toHaveLength(3);
});

test('every mistake in a matcher is reported', () => {
  expect(matcherOf('{ not: { typ: string }, oneOf: [/(/, { min: true }] }').problems).toHaveLength(3);
});
