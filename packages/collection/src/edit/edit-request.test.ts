import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../model.ts';
import { parseYaml } from '../yaml/parse.ts';
import { editRequest, writtenRequest } from './edit-request.ts';
import type { RequestEdit } from './request-edit.ts';

const file = 'smoke.yaml';

const SAMPLE = `# Why this file exists.
name:   Smoke   # odd spacing

requests:
  # The first one.
  first:
    get: "/groups?$top=1" # quoted
    headers:
      Accept: application/json   # plain

      # about the next
      'X-Trace': 'it''s'
    query: { $filter: "name eq 'a'", id: [1, 2] }
    expect: { status: 200 }

  second:
    method: POST
    url: /things
    json:
      # the kind
      type: Full # or not
      list:
      - a
      - b
      deep: { x: 1, y: [true, null] }
    auth:
  third: { post: /text, text: "hello", headers: { A: b } }
  fourth:
    post: /long
    text: | # as it is
      one
        two

# the end
`;

/** The lines that differ, `-` before and `+` after. */
function changes(key: string, edits: readonly RequestEdit[], text = SAMPLE): string {
  const edited = editRequest({ file, text }, key, edits).split('\n');
  const original = text.split('\n');
  let start = 0;
  while (start < original.length && original[start] === edited[start]) start += 1;
  let end = 0;
  while (end < Math.min(original.length, edited.length) - start && original.at(-1 - end) === edited.at(-1 - end))
    end += 1;
  const lines = (mark: string, all: readonly string[]) =>
    all.slice(start, all.length - end).map((line) => `${mark}${line}`);
  return [...lines('-', original), ...lines('+', edited)].join('\n');
}

const set = (path: RequestEdit['path'], value: Json): RequestEdit => ({ op: 'set', path, value });
const remove = (...path: RequestEdit['path']): RequestEdit => ({ op: 'remove', path });

describe('replacing a value changes its characters and no others', () => {
  test.each([
    ['first', set(['url'], '/x'), '-    get: "/groups?$top=1" # quoted\n+    get: "/x" # quoted'],
    ['second', set(['url'], '/x: y'), '-    url: /things\n+    url: "/x: y"'],
    [
      'first',
      set(['headers', 'Accept'], '{{ type }}'),
      '-      Accept: application/json   # plain\n+      Accept: "{{ type }}"   # plain',
    ],
    ['first', set(['headers', 'X-Trace'], "漢'字"), "-      'X-Trace': 'it''s'\n+      'X-Trace': '漢''字'"],
    [
      'first',
      set(['query', '$filter'], 'a, b'),
      `-    query: { $filter: "name eq 'a'", id: [1, 2] }\n+    query: { $filter: "a, b", id: [1, 2] }`,
    ],
    [
      'first',
      set(['query', 'id'], [1, 3]),
      `-    query: { $filter: "name eq 'a'", id: [1, 2] }\n+    query: { $filter: "name eq 'a'", id: [1, 3] }`,
    ],
    [
      'first',
      set(['expect', 'status'], [200, '2xx']),
      '-    expect: { status: 200 }\n+    expect: { status: [200, 2xx] }',
    ],
    ['second', set(['auth'], 'user'), '-    auth:\n+    auth: user'],
    ['fourth', set(['text'], 'one\nthree\n'), '-        two\n+      three'],
    [
      'fourth',
      set(['text'], ' lead'),
      '-    text: | # as it is\n-      one\n-        two\n+    text: " lead" # as it is',
    ],
  ] as const)('%s %o', (key, edit, expected) => {
    expect(changes(key, [edit])).toBe(expected);
  });
});

describe('adding', () => {
  test.each([
    ['first', set(['headers', 'X-New'], 'a # b'), `+      X-New: "a # b"`],
    [
      'first',
      set(['query', 'top'], 5),
      `-    query: { $filter: "name eq 'a'", id: [1, 2] }\n+    query: { $filter: "name eq 'a'", id: [1, 2], top: 5 }`,
    ],
    ['second', set(['headers', 'X-New'], 'yes'), '+    headers:\n+      X-New: yes'],
    [
      'third',
      set(['query', 'a b'], '1'),
      `-  third: { post: /text, text: "hello", headers: { A: b } }\n+  third: { post: /text, query: { a b: "1" }, text: "hello", headers: { A: b } }`,
    ],
    ['second', set(['expect', 'status'], 202), '+    expect:\n+      status: 202'],
  ] as const)('%s %o', (key, edit, expected) => {
    expect(changes(key, [edit])).toBe(expected);
  });

  test('works at the end of a file that lacks the last line break', () => {
    const whole = `requests:\n  z: { get: "https://h/" }\n  a:\n    get: https://h/\n    headers:\n      A: b`;
    expect(editRequest({ file, text: whole }, 'a', [set(['headers', 'C'], 'd')])).toBe(`${whole}\n      C: d`);
    expect(editRequest({ file, text: whole }, 'a', [remove('headers', 'A')])).toBe(
      `requests:\n  z: { get: "https://h/" }\n  a:\n    get: https://h/`,
    );
  });

  test('keeps the line breaks of Windows', () => {
    const text = 'requests:\r\n  a:\r\n    get: https://h/\r\n    headers:\r\n      A: b\r\n';
    expect(editRequest({ file, text }, 'a', [set(['headers', 'C'], 'd')])).toBe(`${text}      C: d\r\n`);
    expect(editRequest({ file, text: `${text}      C: d\r\n` }, 'a', [remove('headers', 'C')])).toBe(text);
  });
});

describe('removing', () => {
  test.each([
    ['first', remove('headers', 'Accept'), '-      Accept: application/json   # plain'],
    [
      'first',
      remove('query', '$filter'),
      `-    query: { $filter: "name eq 'a'", id: [1, 2] }\n+    query: { id: [1, 2] }`,
    ],
    [
      'first',
      remove('query', 'id'),
      `-    query: { $filter: "name eq 'a'", id: [1, 2] }\n+    query: { $filter: "name eq 'a'" }`,
    ],
    [
      'third',
      remove('headers', 'A'),
      `-  third: { post: /text, text: "hello", headers: { A: b } }\n+  third: { post: /text, text: "hello" }`,
    ],
  ] as const)('%s %o', (key, edit, expected) => {
    expect(changes(key, [edit])).toBe(expected);
  });

  test('the last entry goes with its mapping, unless a comment would go too', () => {
    expect(changes('first', [remove('query', 'id'), remove('query', '$filter')])).toBe(
      `-    query: { $filter: "name eq 'a'", id: [1, 2] }`,
    );
    const edited = editRequest({ file, text: SAMPLE }, 'first', [
      remove('headers', 'Accept'),
      remove('headers', 'X-Trace'),
    ]);
    expect(edited).toContain('# about the next');
  });
});

describe('a JSON body', () => {
  const body = { type: 'Full', list: ['a', 'b'], deep: { x: 1, y: [true, null] } };

  test('only what differs is written, so its comments stay', () => {
    expect(changes('second', [set(['json'], { ...body, type: 'Automatic' })])).toBe(
      '-      type: Full # or not\n+      type: Automatic # or not',
    );
    expect(changes('second', [set(['json'], { ...body, list: ['a', '{{ b }}'] })])).toBe(
      '-      - b\n+      - "{{ b }}"',
    );
  });

  test('another shape is written anew', () => {
    const edited = changes('second', [set(['json'], { ...body, list: [{ a: 1 }, 'x\ny', []] })]);
    expect(edited).toBe(
      '-      - a\n-      - b\n+        - a: 1\n+        - |-\n+          x\n+          y\n+        - []',
    );
    for (const value of ['text', [1], {}, null, 5])
      expect(
        writtenRequest({ file, text: editRequest({ file, text: SAMPLE }, 'second', [set(['json'], value)]) }, 'second')
          ?.json,
      ).toEqual(value);
  });
});

describe('what can not be done without touching something else is refused', () => {
  const text = `requests:
  a: { get: https://h/, headers: &shared { X: 1 } }
  b: { get: https://h/, headers: *shared }
`;
  test.each([
    [text, 'a', set(['headers', 'X'], 2), 'another value of the file would change with it'],
    [text, 'b', set(['headers', 'X'], 2), '`*shared` stands for a value that is written elsewhere'],
    [text, 'c', set(['url'], '/'), 'there is no request `c`'],
    [text, 'a', remove('headers', 'Y'), 'there is no `headers.Y`'],
    [text, 'a', set(['url'], '{{ a'), '`{{` is never closed.'],
    [text, 'a', set(['expect', 'status'], 999), 'Expected a status from 100 to 599'],
    [text, 'a', set(['headers', 'bad name'], 'x'), 'bad name'],
    [text, 'a', set(['headers', 'x'], 'x'), 'stands here twice'],
  ])('%#', (original, key, edit, message) => {
    expect(() => editRequest({ file, text: original }, key, [edit])).toThrow(message);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...'{}[]:#,&*!|>\'"%@`-? \t\n0x1~ayn.=<\\漢'), maxLength: 12 }),
  fc.constantFrom('yes', 'null', '1e3', '0x1F', '---', '...', '- a', '? a', 'a: b', 'a #b', '2026-01-01', '{{ a }}'),
);

const PLACES: readonly (readonly [string, RequestEdit['path']])[] = [
  ['first', ['headers', 'Accept']],
  ['first', ['headers', 'X-Trace']],
  ['first', ['query', '$filter']],
  ['second', ['json', 'type']],
  ['second', ['json', 'list', 1]],
  ['second', ['json', 'deep', 'x']],
  ['third', ['text']],
  ['third', ['headers', 'A']],
  ['fourth', ['text']],
];

/** Texts that a value may have without being a wrong template. */
const isNoTemplate = (text: string) => !text.includes('{{') || text === '{{ a }}';

describe('for any text', () => {
  test.each(PLACES)('%s %o reads back, and nothing around it changes', (key, path) => {
    const { line } = locate(key, path);
    fc.assert(
      fc.property(anyText.filter(isNoTemplate), (value) => {
        const edited = editRequest({ file, text: SAMPLE }, key, [set(path, value)]);
        expect(valueAt(edited, key, path)).toBe(value);
        const before = SAMPLE.split('\n').slice(0, line - 1);
        expect(edited.split('\n').slice(0, line - 1)).toEqual(before);
        const after = SAMPLE.slice(SAMPLE.indexOf('\n', SAMPLE.indexOf(LAST_LINE[key] as string)));
        expect(edited.endsWith(after)).toBe(true);
        // Comments are nobody's value.
        for (const comment of SAMPLE.match(/# .*/g) ?? []) expect(edited).toContain(comment);
      }),
      { numRuns: 100 },
    );
  });

  test('an entry that is added and removed again leaves the file as it was', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('first', 'second', 'third', 'fourth'),
        anyText.filter((name) => !name.includes('{{') && !['$filter', 'id', ''].includes(name)),
        anyText.filter(isNoTemplate),
        (key, name, value) => {
          const added = editRequest({ file, text: SAMPLE }, key, [set(['query', name], value)]);
          expect(valueAt(added, key, ['query', name])).toBe(value);
          expect(editRequest({ file, text: added }, key, [remove('query', name)])).toBe(SAMPLE);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('any JSON body reads back', () => {
    // Numbers that lose digits are refused by the loader.
    const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !/\{\{|\d{16}/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(fc.constantFrom('first', 'second'), json, (key, value) => {
        // JSON itself has no negative zero to read back.
        const body = JSON.parse(JSON.stringify(value)) as Json;
        const edited = editRequest({ file, text: SAMPLE }, key, [set(['json'], body)]);
        expect(writtenRequest({ file, text: edited }, key)?.json).toEqual(body);
      }),
      { numRuns: 150 },
    );
  });
});

/** What the line after which nothing may change begins with, by request. */
const LAST_LINE: Readonly<Record<string, string>> = {
  first: 'query: {',
  second: 'deep: {',
  third: 'third: {',
  fourth: '        two',
};

function locate(key: string, path: RequestEdit['path']) {
  const { source } = parseYaml(file, SAMPLE);
  return source?.locate(['requests', key, ...path]) ?? { line: 1 };
}

function valueAt(text: string, key: string, path: RequestEdit['path']): unknown {
  let value: unknown = writtenRequest({ file, text }, key);
  for (const step of path) value = (value as Record<string | number, unknown>)[step];
  return value;
}

test('parts of a form and files are edited like any other value', () => {
  const text = `requests:
  a:
    post: https://x
    multipart:
      note: hello # kept
      rows: { file: a.csv, type: text/csv }
    download: out.csv
`;
  const edits: RequestEdit[] = [
    { op: 'set', path: ['multipart', 'rows', 'file'], value: 'b.csv' },
    { op: 'set', path: ['multipart', 'more'], value: { file: 'c.csv' } },
    { op: 'remove', path: ['download'] },
  ];
  expect(editRequest({ file, text }, 'a', edits)).toBe(`requests:
  a:
    post: https://x
    multipart:
      note: hello # kept
      rows: { file: b.csv, type: text/csv }
      more:
        file: c.csv
`);
});
