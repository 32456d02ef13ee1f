import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Handler, runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

/** Runs `waybill run` in a folder with these files, against a server. */
async function runIn(
  files: Record<string, string>,
  handler: Handler,
  args: readonly string[],
  env: Record<string, string> = {},
) {
  const origin = await serve(handler);
  const cwd = await tempDir(files);
  const result = await runProgram(['run', '.', '--var', `origin=${origin}`, ...args], { cwd, env });
  return { ...result, cwd, stdout: result.stdout.replaceAll(origin, 'http://server') };
}

const one = (request: string) => ({ 'a.yaml': `baseUrl: "{{ origin }}"\nrequests: { one: { ${request} } }\n` });
const ok: Handler = (_request, response) => response.end('{}');

test('a request that passes at the second try is flaky', async () => {
  let calls = 0;
  const result = await runIn(
    one('get: /x, retry: { count: 2, every: 1ms }'),
    (_request, response) => {
      calls += 1;
      response.writeHead(calls === 1 ? 502 : 200).end();
    },
    [],
  );
  expect(result.stdout).toContain('≈ GET    one  flaky: 2 tries  200');
  expect(result.stdout).toContain('1 passed, 0 failed, 0 skipped (1 flaky)');
  expect(result.exitCode).toBe(0);
});

describe('--max-wait', () => {
  const throttled: Handler = (_request, response) => response.writeHead(429, { 'retry-after': '3392' }).end();

  test('ends the wait with exit code 6 and the time to come back', async () => {
    const result = await runIn(one('get: /x'), throttled, ['--max-wait', '1m']);
    expect(result.stdout).toContain('asks to wait 57 min');
    expect(result.stdout).toMatch(/Run again after \d{4}-\d\d-\d\d \d\d:\d\d/);
    expect(result.exitCode).toBe(6);
  });

  test('must be a duration', async () => {
    const result = await runIn(one('get: /x'), ok, ['--max-wait', 'soon']);
    expect(result.stderr).toContain('--max-wait: "soon" is no duration');
    expect(result.exitCode).toBe(2);
  });
});

test('a teardown runs after Ctrl+C, with what was captured', async () => {
  const seen: string[] = [];
  const origin = await serve((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (request.url !== '/hang') response.end('{"id":7}');
  });
  const cwd = await tempDir({
    'a.yaml': `baseUrl: "{{ origin }}"
requests:
  create: { post: /things, capture: { id: $.id } }
  hang: { post: /hang }
  never: { post: /never }
  remove: { delete: "/things/{{ id }}", teardown: true }
`,
  });
  let isStopped = false;
  const args = ['run', 'a.yaml', '--var', `origin=${origin}`, '--reporter', 'terminal', '--reporter', 'json=out.json'];
  const result = await runProgram(args, {
    cwd,
    onOutput: (output, kill) => {
      // The second signal would end the program at once.
      if (isStopped || !output.includes('✔ POST   create')) return;
      isStopped = true;
      kill('SIGINT');
    },
  });
  expect(seen.at(-1)).toBe('DELETE /things/7');
  expect(seen).not.toContain('POST /never');
  expect(result.exitCode).toBe(8);
  const report = JSON.parse(await readFile(join(cwd, 'out.json'), 'utf8'));
  expect(report.runs[0]).toMatchObject({ complete: true, total: 4 });
  expect(report.runs[0].results).toHaveLength(4);
});

test('`when` and `paginate` work from a file', async () => {
  const files = {
    'a.yaml': `baseUrl: "{{ origin }}"
requests:
  off: { get: /off, when: { stage: prod } }
  list: { get: /list, paginate: { by: skip, pages: 5, pageSize: 2 }, expect: { body: { $.value: { length: 3, unique: true } } } }
`,
  };
  const list: Handler = (request, response) =>
    response.end(JSON.stringify({ value: request.url?.includes('skip=0') ? [1, 2] : [3] }));
  const result = await runIn(files, list, ['--var', 'stage=test']);
  expect(result.stdout).toContain('↓ GET    off  skipped: stage is "test", and it is for "prod"');
  expect(result.stdout).toContain('✔ GET    list  2 pages  200');
});

test('--dry-run shows the plan, asks nobody for secrets and sends nothing', async () => {
  let calls = 0;
  const files = {
    'a.yaml': `baseUrl: "{{ origin }}"
auth: app
requests:
  create: { post: /things, capture: { id: $.id }, json: { key: "{{ apiKey }}", pass: "{{ password }}" } }
  use: { get: "/things/{{ id }}" }
`,
    'environments/e.yaml': `secrets: { apiKey: { keyvault: nowhere, name: x } }
identities: { app: { flow: client-secret, tenantId: t, clientId: c, clientSecret: "{{ apiKey }}", scope: s } }
`,
  };
  const count: Handler = (_request, response) => {
    calls += 1;
    response.end();
  };
  const result = await runIn(files, count, ['-e', 'e', '--dry-run', '--var', 'password=hunter2-hunter2']);
  expect(result.stderr).toBe('');
  expect(result.stdout).toContain('stage 1\n  POST   create  a/create\n      signed in as app\n');
  expect(result.stdout).toContain('"key": "<secret apiKey>"');
  expect(result.stdout).toContain('→ GET http://server/things/<captured by a/create>');
  expect(result.stdout).toContain('2 requests in 2 stages, nothing was sent');
  expect(result.stdout).not.toContain('hunter2');
  expect(result.exitCode).toBe(0);
  expect(calls).toBe(0);
  const broken = await runIn(one('get: "/{{ missing }}"'), count, ['--dry-run']);
  expect(broken.exitCode).toBe(3);
});

describe('--data', () => {
  const files = { ...one('get: "/{{ name }}/{{ password }}", expect: { status: 204 }') };

  test.each([
    ['rows.csv', '\ufeffname,password\r\n"a ""b"", c","first-secret"\r\nd,second-secret\r\n'],
    [
      'rows.json',
      '[{ "name": "a \\"b\\", c", "password": "first-secret" }, { "name": "d", "password": "second-secret" }]',
    ],
  ])('runs every row of %s', async (name, content) => {
    const seen: string[] = [];
    const handler: Handler = (request, response) => {
      seen.push(decodeURIComponent(request.url ?? ''));
      response.end();
    };
    const result = await runIn({ ...files, [`data/${name}`]: content }, handler, [
      '--data',
      `data/${name}`,
      '--iterations',
      '2',
      '--request',
      'a/one',
    ]);
    expect(seen).toEqual(['/a "b", c/first-secret', '/d/second-secret', '/a "b", c/first-secret', '/d/second-secret']);
    expect(result.stdout).toContain('› row 2, iteration 2\n');
    expect(result.stdout).toContain('0 passed, 4 failed');
    expect(result.stdout).not.toContain('-secret');
  });

  test.each([
    ['a,b\n1\n', 'rows.csv:2:1: The row has 1 fields, the first line 2.'],
    ['a b\n1\n', '`a b` can not be the name of a variable.'],
    ['a,a\n1,2\n', 'The column `a` is there twice.'],
    ['a\n"x\n', 'rows.csv:2:1: The quotes of this field do not fit.'],
    ['a\n', 'The file has no rows.'],
  ])('says what is wrong with %j', async (content, message) => {
    const result = await runIn({ ...files, 'rows.csv': content }, ok, ['--data', 'rows.csv']);
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(3);
  });

  test('says that a file is missing', async () => {
    const result = await runIn(files, ok, ['--data', 'nowhere.csv']);
    expect(result.stderr).toContain('There is no file `nowhere.csv`');
  });
});

test('--shard runs its part of the files', async () => {
  const files = { 'a.yaml': one('get: /a')['a.yaml'], 'b.yaml': one('get: /b')['a.yaml'] };
  const seen: (string | undefined)[] = [];
  const handler: Handler = (request, response) => {
    seen.push(request.url);
    response.end();
  };
  await runIn(files, handler, ['--shard', '2/2']);
  expect(seen).toEqual(['/b']);
  const empty = await runIn(files, handler, ['--shard', '3/3']);
  expect(empty.stdout).toContain('0 passed, 0 failed');
  expect(empty.exitCode).toBe(0);
  expect((await runIn(files, handler, ['--shard', '3/2'])).exitCode).toBe(2);
});

test('reports go to files, and to GitHub Actions when it runs there', async () => {
  const cwd = await tempDir({ 'summary.md': 'of another command\n' });
  const summary = join(cwd, 'summary.md');
  await appendFile(summary, '\n');
  const reporters = ['github', 'terminal', 'json=out/r.json', 'tap=out/r.tap', 'junit=out/r.xml'];
  const args = reporters.flatMap((name) => ['--reporter', name]);
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const result = await runIn(one('get: /x, expect: { status: 201 }'), ok, args, env);
  expect(result.stdout).toMatch(/^::error file=a\.yaml,line=2,col=\d+,title=one::status: expected 201, got 200$/m);
  expect(await readFile(summary, 'utf8')).toMatch(/^of another command\n\n### .+\| ❌ \| .+0 passed, 1 failed/s);
  expect(JSON.parse(await readFile(join(result.cwd, 'out/r.json'), 'utf8'))).toMatchObject({ version: 1 });
  expect(await readFile(join(result.cwd, 'out/r.tap'), 'utf8')).toContain('not ok 1 - ');
  expect(result.exitCode).toBe(1);
  const outside = await runIn(one('get: /x, expect: { status: 201 }'), ok, args);
  expect(outside.stdout).not.toContain('::error');
  expect((await runIn(one('get: /x'), ok, ['--reporter', 'html'])).stderr).toContain('There is no reporter "html"');
});
