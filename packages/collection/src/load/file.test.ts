import { formatLocation } from '@waybill/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCollectionFile } from './file.ts';
import { NOTHING_INHERITED } from './inheritance.ts';

const options = { name: 'smoke', prefix: '', parent: NOTHING_INHERITED, role: 'file' } as const;

function read(text: string) {
  return readCollectionFile('smoke.yaml', text, options);
}

/** `line:column code message → hint` of each problem. */
function problemsOf(text: string): string {
  return read(text)
    .problems.map(
      ({ location, code, message, hint }) =>
        `${formatLocation(location).replace('smoke.yaml:', '')} ${code} ${message}${hint === undefined ? '' : ` → ${hint}`}`,
    )
    .join('\n');
}

/** Problems of a file whose only request has these lines after its URL. */
function inRequest(...lines: string[]): string {
  return problemsOf(['requests:', '  a:', '    get: https://x', ...lines.map((line) => `    ${line}`)].join('\n'));
}

test('the whole of a request is read', () => {
  const { drafts, problems } = read(`
baseUrl: "{{ apiUrl }}/v1/"
requests:
  a:
    name: First
    description: Why
    post: groups/{{ id }}
    query: { $top: 5, id: [1, 2] }
    headers: { X-Count: 5 }
    form: { a: "{{ b }}" }
    tags: [one]
    timeout: 30s
    variables: { id: x }
    needs: [b]
    expect:
      status: 2xx
      time: <= 500ms
      headers: { content-length: 5 }
      body: /ok/i
    capture:
      id: $.value[0].id
      next: { header: location }
      code: { status: true }
      token: { path: $.access_token, secret: true }
    poll:
      get: "{{ next }}"
      until: { $.status: [Done, Ok], status: 200, header x-state: /done/ }
      fail: { $.status: Failed }
`);
  expect(problems).toEqual([]);
  const [draft] = drafts;
  const { layers, locate: _, needs: __, ...rest } = draft ?? { layers: [] };
  expect(layers.map((layer) => layer.origin)).toEqual(['request a']);
  expect(rest).toMatchSnapshot();
});

test.each([
  ['get: /a', 'https://x/v1/a'],
  ['get: a', 'https://x/v1/a'],
  ['get: ""', 'https://x/v1'],
  ['get: http://y/a', 'http://y/a'],
  ['get: HTTPS://y/a', 'HTTPS://y/a'],
  ['get: "{{ next }}/a"', '{{ next }}/a'],
  ['{ method: patch, url: /a }', 'https://x/v1/a'],
])('%s', (line, url) => {
  expect(read(`baseUrl: https://x/v1\nrequests:\n  a:\n    ${line}\n`).drafts[0]?.url).toBe(url);
});

test('places are found inside a request, wherever the value was written', () => {
  const { drafts } = read(
    'baseUrl: "{{ b }}"\nauth: me\nheaders: { Accept: x }\nrequests:\n  a:\n    get: /a\n    json: { c: 1 }\n',
  );
  const at = (...path: string[]) => drafts[0] && formatLocation(drafts[0].locate(path));
  expect([
    at('url'),
    at('method'),
    at('auth'),
    at('headers', 'accept'),
    at('body', 'c'),
    at('json', 'c'),
    at(),
  ]).toEqual([
    'smoke.yaml:6:10',
    'smoke.yaml:6:5',
    'smoke.yaml:2:7',
    'smoke.yaml:3:20',
    'smoke.yaml:7:16',
    'smoke.yaml:7:16',
    'smoke.yaml:5:3',
  ]);
});

test('what a file as a whole can have wrong', () => {
  expect(problemsOf('')).toMatchInlineSnapshot(
    `"1:1 ERR_SCHEMA The file is empty. → Write at least \`requests:\` with a request below it."`,
  );
  expect(problemsOf('# nothing\n')).toMatchInlineSnapshot(
    `"1:1 ERR_SCHEMA The file is empty. → Write at least \`requests:\` with a request below it."`,
  );
  expect(problemsOf('just text')).toMatchInlineSnapshot(`"1:1 ERR_SCHEMA The file must be a mapping, not a text."`);
  expect(problemsOf('name: x\n')).toMatchInlineSnapshot(
    `"1:1 ERR_SCHEMA The file has no \`requests\`. → Add \`requests:\` and below it a key for each request."`,
  );
  expect(problemsOf('requests:\n  - get: /x\n')).toMatchInlineSnapshot(
    `"1:1 ERR_SCHEMA \`requests\` is a mapping from keys to requests, not a list. → Give each request a key instead of a dash: \`first-workspace:\` and its content indented below."`,
  );
  expect(problemsOf('requests:\n')).toMatchInlineSnapshot(
    `"1:1 ERR_SCHEMA \`requests\` must be a mapping from keys to requests. → Write a key for each request below it."`,
  );
  expect(problemsOf('heders: {}\nname: 5\ntags: x\nrequests: {}\n')).toMatchInlineSnapshot(`
    "2:7 ERR_SCHEMA \`name\` must be a text, not a number. → Put it into quotes.
    3:7 ERR_SCHEMA \`tags\` must be a list, not a text. → Write a list: [a, b].
    1:1 ERR_SCHEMA Unknown key \`heders\`. → Did you mean \`headers\`?"
  `);
  expect(problemsOf('variables: { env: 1, 9x: 2 }\nrequests: {}\n')).toMatchInlineSnapshot(`
    "1:14 ERR_SCHEMA \`env\` is taken: {{ env.NAME }} reads environment variables. → Choose another name.
    1:22 ERR_SCHEMA \`9x\` can not be the name of a variable. → Use letters, digits, _ and -, a letter first."
  `);
  expect(problemsOf('headers: { Accept: a, accept: b, "a b": c }\nrequests: {}\n')).toMatchInlineSnapshot(`
    "1:23 ERR_SCHEMA The header \`accept\` stands here twice. → Case makes no difference; keep one.
    1:34 ERR_SCHEMA \`a b\` can not be the name of a header. → Header names hold letters, digits and hyphens."
  `);
  expect(problemsOf('requests:\n  a b: { get: https://x }\n  c: { get: /x }\n  d:\n  e: [1]\n')).toMatchInlineSnapshot(`
    "2:3 ERR_SCHEMA \`a b\` can not be the key of a request. → Use letters, digits, \`_\`, \`.\` and \`-\`; put a title into \`name\`.
    3:13 ERR_SCHEMA The URL is relative, and there is no \`baseUrl\`. → Write the whole URL, or add \`baseUrl\` to the file.
    4:3 ERR_SCHEMA The request \`d\` must be a mapping, not nothing. → Write a value, or remove the key.
    5:3 ERR_SCHEMA The request \`e\` must be a mapping, not a list."
  `);
});

test('method and URL', () => {
  expect(inRequest('post: https://y')).toMatchInlineSnapshot(
    `"4:5 ERR_SCHEMA The request \`a\` has both \`get\` and \`post\`. → Write one of get: /path, post: /path, …, or method: GET with url: /path."`,
  );
  expect(inRequest('method: GET')).toMatchInlineSnapshot(
    `"4:5 ERR_SCHEMA The request \`a\` has both \`get\` and \`method\`. → Write one of get: /path, post: /path, …, or method: GET with url: /path."`,
  );
  expect(problemsOf('requests:\n  a: { name: x }\n')).toMatchInlineSnapshot(
    `"2:3 ERR_SCHEMA The request \`a\` has no method and URL. → Write one of get: /path, post: /path, …, or method: GET with url: /path."`,
  );
  expect(problemsOf('requests:\n  a: { url: https://x }\n')).toMatchInlineSnapshot(
    `"2:3 ERR_SCHEMA The request \`a\` has no \`method\`. → Write one of get: /path, post: /path, …, or method: GET with url: /path."`,
  );
  expect(problemsOf('requests:\n  a: { method: PSOT, url: https://x }\n')).toMatchInlineSnapshot(
    `"2:16 ERR_SCHEMA \`PSOT\` is not a method. → Did you mean \`POST\`?"`,
  );
  expect(problemsOf('requests:\n  a: { get: null }\n')).toMatchInlineSnapshot(
    `"2:13 ERR_SCHEMA \`get\` must be a text, not nothing. → Write a value, or remove the key."`,
  );
});

test('keys and bodies of a request', () => {
  expect(inRequest('expcet: { status: 200 }')).toMatchInlineSnapshot(
    `"4:5 ERR_SCHEMA Unknown key \`expcet\`. → Did you mean \`expect\`?"`,
  );
  expect(inRequest('json: {}', 'form: {}')).toMatchInlineSnapshot(
    `"5:5 ERR_SCHEMA A request has one body, but \`json\` and \`form\` are both here. → Keep one of them."`,
  );
  expect(inRequest('form: { a: { b: 1 } }', 'query: { a: [[1]] }', 'text: 5', 'tags: [1]')).toMatchInlineSnapshot(`
    "5:18 ERR_SCHEMA \`query.a[0]\` must be a text, a number or a boolean, not a list.
    4:13 ERR_SCHEMA \`form.a\` must be a text, a number, a boolean, or a list of those, not a mapping.
    6:11 ERR_SCHEMA \`text\` must be a text, not a number. → Put it into quotes.
    7:12 ERR_SCHEMA \`tags[0]\` must be a text, not a number. → Put it into quotes.
    6:5 ERR_SCHEMA A request has one body, but \`form\` and \`text\` are both here. → Keep one of them."
  `);
  expect(inRequest('timeout: 5', 'headers: { a: [1] }')).toMatchInlineSnapshot(`
    "5:16 ERR_SCHEMA \`headers.a\` must be a text, a number or a boolean, not a list.
    4:14 ERR_SCHEMA \`5\` is not a duration: the unit is missing. → Write \`5s\` or \`5ms\`."
  `);
});

test('expectations', () => {
  expect(inRequest('expect: { status: abc, statsu: 1 }')).toMatchInlineSnapshot(`
    "4:28 ERR_SCHEMA Unknown key \`statsu\`. → Did you mean \`status\`?
    4:23 ERR_SCHEMA Expected a status from 100 to 599, found "abc". → Write 200, [200, 202], 2xx or { not: 404 }."
  `);
  expect(inRequest('expect: { status: ["200", 99] }')).toMatchInlineSnapshot(`
    "4:24 ERR_SCHEMA Expected a status from 100 to 599, found "200". → Write 200, [200, 202], 2xx or { not: 404 }.
    4:31 ERR_SCHEMA Expected a status from 100 to 599, found 99. → Write 200, [200, 202], 2xx or { not: 404 }."
  `);
  expect(inRequest('expect: { time: 5s }')).toMatchInlineSnapshot(
    `"4:21 ERR_SCHEMA \`time\` needs a comparison. → Write < 5s, <= 500ms, > 1s or >= 1s."`,
  );
  expect(inRequest('expect: { time: < 5 }')).toMatchInlineSnapshot(
    `"4:21 ERR_SCHEMA \`5\` is not a duration: the unit is missing. → Write \`5s\` or \`5ms\`."`,
  );
  expect(inRequest('expect: { headers: { a: "/(/", b: null, c: /x/q } }')).toMatchInlineSnapshot(`
    "4:29 ERR_SCHEMA The regular expression is wrong: Unterminated group. → For the text itself write { equals: … }.
    4:39 ERR_SCHEMA Expected a text, found nothing. → For a header that must be absent: { exists: false }.
    4:48 ERR_SCHEMA \`q\` are not flags of a regular expression. → Flags are i, m, s and u. For the text itself write { equals: … }."
  `);
  expect(inRequest('expect:', '  body:', '    $.a[: 1', '    b: 2')).toMatchInlineSnapshot(`
    "6:9 ERR_JSONPATH_SYNTAX The JSONPath \`$.a[\` is wrong: unclosed bracketed selection, at character 5. → Paths follow RFC 9535, for example $.value[0].id or $.value[?@.name == "Sales"].id.
    7:9 ERR_JSONPATH_SYNTAX The JSONPath \`b\` is wrong: expected '$', found 'b', at character 1. → A JSONPath starts with \`$\`, the whole document: $.value[0].id."
  `);
  expect(inRequest('expect: { body: { $.a: { lenght: 1 }, $.b: {}, $.c: [] } }')).toMatchInlineSnapshot(`
    "4:30 ERR_SCHEMA Unknown operator \`lenght\`. → Did you mean \`length\`? To compare with a mapping write { equals: { … } }.
    4:43 ERR_SCHEMA An empty mapping matches nothing. → For an empty mapping write { equals: {} }.
    4:52 ERR_SCHEMA An empty list matches nothing. → For an empty list in the response write { equals: [] }."
  `);
  expect(inRequest('expect: { body: { $.a: { type: strin, exists: 1, oneOf: 1, min: [] } } }')).toMatchInlineSnapshot(`
    "4:36 ERR_SCHEMA \`strin\` is not a type. → Did you mean \`string\`?
    4:51 ERR_SCHEMA Expected true or false, found 1.
    4:61 ERR_SCHEMA Expected a list, found 1.
    4:64 ERR_SCHEMA Expected a number, found a list."
  `);
});

test('captures', () => {
  expect(inRequest('capture: { a: value.id, "b c": $.x, d: {}, e: 5 }')).toMatchInlineSnapshot(
    `
    "4:51 ERR_SCHEMA \`capture.e\` must be a JSONPath such as $.value[0].id, or a mapping with path, header or status, not a number.
    4:19 ERR_SCHEMA \`value.id\` is not a JSONPath: they start with \`$\`. → Write $.value[0].id, or { header: location } for a header.
    4:29 ERR_SCHEMA \`b c\` can not be the name of a variable. → Use letters, digits, _ and -, a letter first.
    4:41 ERR_SCHEMA The capture names nothing to take. → Write one of path: $.value[0].id, header: location, status: true."
  `,
  );
  expect(
    inRequest('capture: { a: { path: $.a, header: b }, b: { pth: $.a }, c: { status: false } }'),
  ).toMatchInlineSnapshot(`
    "4:50 ERR_SCHEMA Unknown key \`pth\`. → Did you mean \`path\`?
    4:75 ERR_SCHEMA \`capture.c.status\` must be \`true\`, not true or false.
    4:16 ERR_SCHEMA The capture names both \`path\` and \`header\`. → Write one of path: $.value[0].id, header: location, status: true.
    4:45 ERR_SCHEMA The capture names nothing to take. → Write one of path: $.value[0].id, header: location, status: true."
  `);
});

test('polls', () => {
  expect(inRequest('poll: { every: 5s }')).toMatchInlineSnapshot(`
    "4:5 ERR_SCHEMA \`get\` is missing in \`poll\`. → Add \`get\`: a text.
    4:5 ERR_SCHEMA \`until\` is missing in \`poll\`. → Add \`until\`: a mapping."
  `);
  expect(inRequest('poll: { get: https://x, every: 5, until: {}, fail: { foo: 1 } }')).toMatchInlineSnapshot(`
    "4:36 ERR_SCHEMA \`5\` is not a duration: the unit is missing. → Write \`5s\` or \`5ms\`.
    4:39 ERR_SCHEMA \`until\` has no condition, so the wait would never end. → Write until: { $.status: Completed }.
    4:58 ERR_SCHEMA \`foo\` is nothing a response can be asked for. → Conditions are a JSONPath ($.status), \`status\`, or \`header\` and a name (header location)."
  `);
});

test('templates are checked everywhere, with the place of their braces', () => {
  expect(inRequest('description: "ok {{ a }} {{ b | uper }}"')).toMatchInlineSnapshot(
    `"4:30 ERR_TEMPLATE_SYNTAX There is no filter \`uper\`. → Did you mean \`upper\`?"`,
  );
  expect(inRequest('text: |', '  first', '  second {{ c', 'json: { "{{ }}": 1 }')).toMatchInlineSnapshot(`
    "6:14 ERR_TEMPLATE_SYNTAX \`{{\` is never closed. → Close it with \`}}\`; for the text itself write {{ '{{' }}.
    7:14 ERR_TEMPLATE_SYNTAX A template is empty. → Write a name inside: {{ name }}; for the text itself write {{ '{{' }}.
    4:5 ERR_SCHEMA A request has one body, but \`json\` and \`text\` are both here. → Keep one of them."
  `);
});

test('a template may stand in for what is checked when it runs', () => {
  const lines = [
    'timeout: "{{ t }}"',
    'expect: { status: "{{ s }}", time: "< {{ t }}", body: { "$[\'{{ k }}\']": "/^{{ v }}$/" } }',
  ];
  expect(inRequest(...lines, 'capture: { a: "{{ path }}" }')).toBe('');
});

test('any text is requests or problems, never a throw', () => {
  const keys = fc.constantFrom(
    'requests',
    'a',
    'get',
    'expect',
    'status',
    'body',
    '$.a',
    'poll',
    'until',
    'capture',
    'headers',
    'variables',
    '__proto__',
    'needs',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom(null, true, 5, '', '/x', '{{ a }}', '{{', '/(/', '< 5s', '$.a'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.array(fc.tuple(keys, tie('tree')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  const requests = fc.dictionary(fc.constantFrom('a', 'b'), tree).map((value) => ({ requests: value }));
  fc.assert(
    fc.property(fc.oneof(tree, requests), (value) => {
      // JSON is YAML.
      const { drafts, problems } = read(JSON.stringify(value));
      expect(drafts.length + problems.length > 0 || Object.keys(value as object).length >= 0).toBe(true);
    }),
    { numRuns: 1_000 },
  );
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void read(text)));
});

test('files, forms with files, GraphQL, downloads and events are read', () => {
  const { drafts, problems } = read(`
requests:
  a: { put: https://x, file: data/a.csv, download: out/a }
  b: { post: https://x, multipart: { n: 1, f: [x, { file: a, filename: b, type: c/d }] } }
  c: { post: https://x, graphql: { query: { file: q.graphql }, variables: { a: 1 }, operationName: Q } }
  d: { get: https://x, events: { until: { $.a: 1 } } }
`);
  expect(problems).toEqual([]);
  const [a, b, c, d] = drafts;
  expect(a).toMatchObject({ body: { kind: 'file', file: 'data/a.csv' }, download: 'out/a' });
  expect(b?.body).toEqual({
    kind: 'multipart',
    parts: [
      { name: 'n', path: ['n'], value: 1 },
      { name: 'f', path: ['f', 0], value: 'x' },
      { name: 'f', path: ['f', 1], file: 'a', filename: 'b', type: 'c/d' },
    ],
  });
  expect(c?.body).toEqual({
    kind: 'graphql',
    query: { file: 'q.graphql' },
    variables: { a: 1 },
    operationName: 'Q',
  });
  expect(d?.events).toMatchObject({ max: 100, timeoutDuration: '30s', until: [{ path: '$.a' }] });
});

test('slips in files, GraphQL and events are reported where they are', () => {
  expect(inRequest('multipart: { a: { fiel: x } }')).toMatch(
    /^4:23 ERR_SCHEMA Unknown key `fiel`.*Did you mean `file`/m,
  );
  expect(inRequest('graphql: { query: "{ a }" }')).toMatch(/^4:5 ERR_SCHEMA `graphql` is sent by POST, not by GET/m);
  expect(inRequest('graphql: {}')).toMatch(/`query` is missing/);
  expect(inRequest('events: { until: { status: 1 } }')).toMatch(/^4:24 ERR_SCHEMA `status` is no JSONPath/m);
  expect(inRequest('events: { timeout: 5 }')).toMatch(/the unit is missing/);
  expect(inRequest('events: {}', 'download: x')).toMatch(/^5:5 ERR_SCHEMA `events` and `download` do not go together/m);
  expect(inRequest('poll: { get: https://x, until: { $.a: 1 } }', 'download: x')).toMatch(/`poll` and `download`/);
});
