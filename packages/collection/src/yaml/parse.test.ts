import { formatLocation } from '@waybill/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseYaml } from './parse.ts';
import { locateText } from './spans.ts';

function explain(text: string): string[] {
  return parseYaml('x.yaml', text).problems.map(
    (problem) => `${formatLocation(problem.location)} ${problem.message} ${problem.hint}`,
  );
}

test.each([
  ['tab', 'a:\n\tb: 1\n'],
  ['open quote', 'a: 1\nb: "x\nc: 2\n'],
  ['duplicate key', 'a: 1\na: 2\n'],
  ['tag', 'a: !run 1\n'],
  ['binary tag', 'a: !!binary aGk=\n'],
  ['second document', 'a: 1\n---\nb: 2\n'],
  ['colon in value', 'a: b: c\n'],
  ['reserved character', 'a: @x\n'],
  ['rest after quotes', "a: 'b' c\n"],
  ['indentation', 'a:\n  b: 1\n c: 2\n'],
  ['complex key', '? [a]\n: b\n'],
  ['unquoted template', 'get: {{ apiUrl }}/x\njson: { id: {{ b }}, c: {{ d.e[0] }} }\n'],
  ['template inside a value in braces', 'json: { url: /groups/{{ id }}/x }\n'],
  ['template inside quotes is no slip', 'a: "x: {{ y }}" z\n'],
  ['JSONPath in braces', 'capture: { id: $.value[0].id }\nb: 1\nc: 2\n'],
  ['unknown alias', 'a: *x\n'],
  ['alias of itself', 'a: &x [*x]\n'],
  ['not JSON', 'a: .inf\nb: 12345678901234567890\n'],
  ['bad escape', 'a: "\\q"\n'],
])('%s', (_, text) => {
  expect(explain(text)).toMatchSnapshot();
});

test('a problem never repeats what the file holds', () => {
  for (const text of ['a: "hunter2\n', "a: 'x' hunter2\n", 'a: !hunter2 x\n', 'hunter2\nb: 1\n', 'a: @hunter2']) {
    expect(explain(text).join()).not.toContain('hunter2');
  }
});

test('aliases work, are copies, and can not multiply without bound', () => {
  const { source, problems } = parseYaml('x.yaml', 'a: &a { b: 1 }\nc: *a\nd: [*a]\n');
  expect(problems).toEqual([]);
  expect(source?.value).toEqual({ a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }] });
  expect(source?.locate(['c', 'b'])).toEqual({ file: 'x.yaml', line: 1, column: 12 });
  const lines = ['a0: &a0 [x]'];
  for (let level = 1; level < 40; level++)
    lines.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}, *a${level - 1}]`);
  expect(explain(lines.join('\n')).at(-1)).toContain('Aliases multiply to too many values.');
});

test.each(['[', '{a: ', '- ', '{'])('ten thousand nested %j are a problem, not a crash', (bracket) => {
  expect(explain(bracket.repeat(10_000)).length).toBeGreaterThan(0);
});

test('data may nest, but not hundreds of levels', () => {
  const nested = (levels: number) => explain('['.repeat(levels) + ']'.repeat(levels));
  expect(nested(100)).toEqual([]);
  expect(nested(300)).toEqual([
    'x.yaml:1:1 The file is nested too deeply. Flatten it: no request needs that many levels.',
  ]);
});

test('places are found for values, keys, items and what is missing', () => {
  const text = 'a: 1\nlist:\n  - x: "y"\n  - |\n    one\n    {{ two }}\nempty:\n';
  const { source } = parseYaml('x.yaml', text);
  const at = (...path: (string | number)[]) => formatLocation(source?.locate(path) ?? { file: '', line: 0, column: 0 });
  expect([at('a'), at('list'), at('list', 0, 'x'), at('list', 1), at('empty'), at('list', 0, 'nope'), at()]).toEqual([
    'x.yaml:1:4',
    'x.yaml:2:1',
    'x.yaml:3:8',
    'x.yaml:4:5',
    'x.yaml:7:1',
    'x.yaml:3:5',
    'x.yaml:1:1',
  ]);
  const location = source?.locate(['list', 1]);
  expect(location && locateText(location, '{{ two }}')).toEqual({ file: 'x.yaml', line: 6, column: 5 });
});

test('__proto__ is a key like any other', () => {
  const { source } = parseYaml('x.yaml', '__proto__: { admin: true }\n');
  expect(Object.getPrototypeOf(source?.value)).toBe(Object.prototype);
  expect(JSON.stringify(source?.value)).toBe('{"__proto__":{"admin":true}}');
});

test('any text is data or problems, never a throw', () => {
  const pieces = fc.constantFrom(
    ...[
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '&a ',
      '*a',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '!t ',
      '|',
      '>',
      '#',
      '? ',
      '---\n',
      '\t',
      ',',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 60 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(text, (yaml) => {
      const { source, problems } = parseYaml('x.yaml', yaml);
      expect(source !== undefined || problems.length > 0).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
