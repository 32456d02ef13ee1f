import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram, serve, serveStreams, tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';

/** Answers every form with what was in it, as the parser of the platform reads it. */
function serveForms(): Promise<string> {
  return serveStreams(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = await new Response(Buffer.concat(chunks), {
      headers: { 'content-type': String(request.headers['content-type']) },
    }).formData();
    const parts = [...form].map(async ([name, value]) =>
      typeof value === 'string' ? [name, value] : [name, value.name, value.type, await value.text()],
    );
    response.setHeader('content-type', 'application/json').end(JSON.stringify(await Promise.all(parts)));
  });
}

test('a file is sent from beside its collection, with a type by its name, and again after a failure', async () => {
  const seen: unknown[] = [];
  const origin = await serve(({ headers }, response, body) => {
    seen.push([headers['content-type'], headers['content-length'], body]);
    response.writeHead(seen.length === 1 ? 503 : 200).end();
  });
  const folder = await tempDir({
    'smoke/collection.yaml': `baseUrl: ${origin}`,
    'smoke/part/a.yaml': `
requests:
  a: { put: /a, file: "../data/{{ name }}.csv", variables: { name: rows }, retry: { count: 1, every: 1ms } }
  b: { put: /b, file: ../data/report.pbix, headers: { content-type: application/x-own } }
  c: { put: /c, file: ../data/report.pbix }
`,
    'smoke/data/rows.csv': 'a,b\n1,é\n',
    'smoke/data/report.pbix': 'PK',
  });
  const { exitCode, stdout } = await runProgram(['run', 'smoke/part/a.yaml'], { cwd: folder });
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('3 passed')]);
  expect(seen).toEqual([
    ['text/csv', '9', 'a,b\n1,é\n'],
    ['text/csv', '9', 'a,b\n1,é\n'],
    ['application/x-own', '2', 'PK'],
    ['application/octet-stream', '2', 'PK'],
  ]);
});

const MULTIPART = `
requests:
  a:
    post: "{{ env.ORIGIN }}/imports"
    variables: { who: Ann, list: [1, 2] }
    multipart:
      'na"me': "{{ who }}"
      empty:
      many: [a, { file: rows.csv }, "{{ list }}"]
      password: hunter2
      report: { file: rows.csv, filename: 'q"1\\r\\n.csv', type: text/plain }
    expect:
      body:
        $: { equals: [['na"me', Ann], [many, a], [many, rows.csv, text/csv, "1,2"], [many, "1"], [many, "2"], [password, hunter2], [report, 'q"1\\r\\n.csv', text/plain, "1,2"]] }
`.replaceAll(/'q"1\\r\\n.csv'/g, '"q\\"1\\r\\n.csv"');

test('a form with files arrives as it is written, names that want to break out included', async () => {
  const folder = await tempDir({ 'smoke.yaml': MULTIPART, 'rows.csv': '1,2' });
  const env = { ORIGIN: await serveForms() };
  const { exitCode, stdout } = await runProgram(['run', 'smoke.yaml'], { cwd: folder, env });
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('1 passed')]);
});

test('a dry run names files and parts, and hides what is secret', async () => {
  const folder = await tempDir({
    'smoke.yaml': `${MULTIPART}  b: { put: "http://127.0.0.1:9", file: rows.csv, download: "b/{{ name }}.bin", variables: { name: x } }\n`,
    'rows.csv': '1,2',
  });
  const env = { ORIGIN: 'http://127.0.0.1:9' };
  const { exitCode, stdout } = await runProgram(['run', 'smoke.yaml', '--dry-run'], { cwd: folder, env });
  expect(exitCode).toBe(0);
  for (const line of [
    'na"me: Ann',
    'many: <rows.csv, 3 bytes>, text/csv',
    'password: ***',
    'report: <rows.csv, 3 bytes> as q"1',
    '→ <rows.csv, 3 bytes>',
    `← saved to ${join(folder, 'downloads/b/x.bin')}`,
  ])
    expect(stdout).toContain(line);
  expect(stdout).not.toContain('hunter2');
});

test.each([
  ['../secret.txt', 'outside'],
  ['link.txt', 'outside'],
  ['/etc/hostname', 'outside'],
  ['{{ path }}', 'outside'],
  ['.env', 'no part of the collection'],
  ['environments/test.env', 'no part of the collection'],
  ['../nowhere.txt', 'outside'],
])('a collection can not send %s, unless the run allows it', async (path, why) => {
  let requests = 0;
  const origin = await serve((_request, response) => {
    requests += 1;
    response.end();
  });
  const folder = await tempDir({
    'mine/a.yaml': `requests:\n  a: { put: ${origin}, file: "${path}", variables: { path: ../secret.txt } }\n`,
    'mine/.env': 'x',
    'mine/environments/test.env': 'x',
    'secret.txt': 'x',
  });
  await symlink('../secret.txt', join(folder, 'mine/link.txt'));
  const refused = await runProgram(['run', 'mine'], { cwd: folder });
  expect(refused.exitCode).toBe(3);
  expect(refused.stdout).toContain(why);
  expect(refused.stdout).toMatch(/ERR_FILE_NOT_ALLOWED[\s\S]*--allow-files[\s\S]*mine\/a\.yaml:2:\d+/);
  expect(requests).toBe(0);
  if (path === '../nowhere.txt' || path === '/etc/hostname') return;
  const allowed = await runProgram(['run', 'mine', '--allow-files'], { cwd: folder });
  expect([allowed.exitCode, requests]).toEqual([0, 1]);
});

test('a file that is not there is a mistake with a place', async () => {
  const folder = await tempDir({ 'a.yaml': 'requests:\n  a: { put: "http://127.0.0.1:9", file: rows.csv }\n' });
  const { exitCode, stdout } = await runProgram(['run', 'a.yaml'], { cwd: folder });
  expect(exitCode).toBe(3);
  expect(stdout).toContain('There is no file `rows.csv`');
  expect(stdout).toContain('a.yaml:2:41');
});

test('GraphQL is sent as GraphQL over HTTP, and its errors fail the request unless they are expected', async () => {
  const seen: unknown[] = [];
  const origin = await serve(({ headers, method }, response, body) => {
    seen.push([method, headers.accept, headers['content-type'], JSON.parse(body)]);
    const errors = body.includes('bad') ? { errors: [{ message: 'No field "bad".' }, { message: 'Nor this.' }] } : {};
    response
      .setHeader('content-type', 'application/graphql-response+json')
      .end(JSON.stringify({ data: { a: 1 }, ...errors }));
  });
  const folder = await tempDir({
    'a.yaml': `
baseUrl: ${origin}
variables: { id: 7 }
requests:
  inline: { post: /, graphql: { query: "query Q($id: Int) { a(id: $id) { b { c }}}", variables: { id: "{{ id }}" }, operationName: Q }, expect: { body: { $.data.a: 1 } } }
  inFile: { post: /, graphql: { query: { file: query.graphql } } }
  bad: { post: /, graphql: { query: "{ bad }" } }
  expected: { post: /, graphql: { query: "{ bad }" }, expect: { body: { "$.errors[0].message": /bad/ } } }
`,
    'query.graphql': '{ a(x: "{{ id }}") }\n',
  });
  const { exitCode, stdout } = await runProgram(['run', 'a.yaml'], { cwd: folder });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('3 passed, 1 failed');
  expect(stdout).toContain('No field "bad".; Nor this.');
  const head = ['POST', 'application/graphql-response+json, application/json', 'application/json'];
  expect(seen.slice(0, 2)).toEqual([
    [...head, { query: 'query Q($id: Int) { a(id: $id) { b { c }}}', operationName: 'Q', variables: { id: 7 } }],
    [...head, { query: '{ a(x: "{{ id }}") }\n' }],
  ]);
});

test('what does not go together is a mistake with a place', async () => {
  const folder = await tempDir({
    'a.yaml': `
requests:
  a: { get: "http://127.0.0.1:9", graphql: { query: "{ a }" } }
  b: { post: "http://127.0.0.1:9", json: 1, file: x }
  c: { get: "http://127.0.0.1:9", events: { until: { status: 1 } }, download: x }
  d: { post: "http://127.0.0.1:9", multipart: { a: { fiel: x } } }
`,
  });
  const { exitCode, stderr, stdout } = await runProgram(['validate', 'a.yaml'], { cwd: folder });
  expect(exitCode).toBe(3);
  const said = stdout + stderr;
  for (const text of [
    'sent by POST, not by GET',
    'a.yaml:3',
    '`json` and `file` are both here',
    '`status` is no JSONPath',
    '`events` and `download` do not go together',
    'Unknown key `fiel`',
    'Did you mean `file`?',
  ])
    expect(said).toContain(text);
});
