import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Handler, runProgram, serve, startTestSandbox, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const powerbi = fileURLToPath(new URL('../../../collections/powerbi', import.meta.url));

/** A collection against a server that can be counted and taken away, and the program beside it. */
async function cassetteOf(requests: string, handler: Handler, files: Record<string, string> = {}) {
  const seen: string[] = [];
  let isUp = true;
  const origin = await serve((request, response, body) => {
    seen.push(`${request.method} ${request.url}`);
    if (isUp) handler(request, response, body);
    else response.destroy();
  });
  const cwd = await tempDir({ 'a.yaml': `baseUrl: ${origin}\nrequests:\n${requests}`, ...files });
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    const result = await runProgram(['run', 'a.yaml', ...args], { cwd, env });
    return { ...result, stdout: lasting(result.stdout).replaceAll(origin, 'http://server') };
  };
  const read = async (file = 'c.yaml') => (await readFile(join(cwd, file), 'utf8')).replaceAll(origin, 'http://server');
  const record = (args: readonly string[] = [], env?: Record<string, string>) =>
    run(['--record', 'c.yaml', ...args], env);
  const replay = async (args: readonly string[] = [], env?: Record<string, string>) => {
    isUp = false;
    const before = seen.length;
    const result = await run(['--replay', 'c.yaml', ...args], env);
    expect(seen.length, 'requests that a replay sent').toBe(before);
    return result;
  };
  return { cwd, seen, read, record, replay };
}

/** What a run prints, but for what no two runs have in common. */
const lasting = (text: string) =>
  text.replace(/ {2}\d+(?:\.\d+)? m?s\b|(?: in| after) [\d.]+ m?s\b| *→ (?:user-agent|accept-encoding): .*\n/g, '');

const json = (value: unknown): string => JSON.stringify(value);

test('the shipped journey replays without the sandbox, a sign-in, a secret or a wait', {
  timeout: 30_000,
}, async () => {
  const cwd = await tempDir();
  const sandbox = await startTestSandbox({ refreshDurationMs: 50 });
  const at = ['--var', `apiUrl=${sandbox.url}`, '--var', `authorityUrl=${sandbox.url}`];
  const run = (...args: string[]) => runProgram(['run', powerbi, '-e', 'sandbox', ...at, ...args], { cwd });
  const recorded = await run('--var', 'pollEvery=30ms', '--record', 'c.yaml');
  expect(recorded.stderr).toMatch(/^\d+ exchanges recorded in c\.yaml\.\n$/);
  const text = await readFile(join(cwd, 'c.yaml'), 'utf8');
  expect(text).toContain('authorization: Bearer ***');
  expect(text).toContain('access_token: "***"');
  expect(text).not.toMatch(/eyJ[\w-]{10}|^ +date:/m);
  await sandbox.close();
  const replayed = await run('--var', 'pollEvery=30ms', '--replay', 'c.yaml');
  expect(lasting(replayed.stdout)).toBe(lasting(recorded.stdout));
  expect(replayed).toMatchObject({ stderr: '', exitCode: 0 });
});

test('what is recorded with `--sandbox` names no port of the day', async () => {
  const cwd = await tempDir();
  const run = (...args: string[]) =>
    runProgram(['run', powerbi, '-e', 'sandbox', '--sandbox', '--request', 'first-workspace', ...args], { cwd });
  await run('--record', 'c.yaml');
  const origins = (await readFile(join(cwd, 'c.yaml'), 'utf8')).match(/127\.0\.0\.1:\d+/g);
  expect(new Set(origins)).toEqual(new Set(['127.0.0.1:8765']));
  expect((await run('--replay', 'c.yaml')).exitCode).toBe(0);
});

test('retries, pages, polls and redirects are recorded and replayed, side by side, in file order', async () => {
  let tries = 0;
  let polls = 0;
  const handler: Handler = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (pathname === '/flaky') tries += 1;
    if (pathname === '/state') polls += 1;
    if (pathname === '/flaky') response.writeHead(tries < 3 ? 503 : 200, tries === 2 ? { 'retry-after': '0' } : {});
    if (pathname === '/moved') response.writeHead(302, { location: '/list?$skip=9' });
    if (pathname === '/start') response.writeHead(202, { location: '/state', 'retry-after': '1' });
    if (pathname === '/state') return response.end(json({ state: polls < 3 ? 'Running' : 'Done' }));
    if (pathname === '/list') return response.end(json({ value: searchParams.get('$skip') === '0' ? [1, 2] : [3] }));
    return response.end();
  };
  const { read, record, replay, seen } = await cassetteOf(
    `  list: { get: /list, paginate: { by: skip, pages: 5, pageSize: 2 }, expect: { time: < 9s, body: { $.value: { length: 3 } } } }
  flaky: { get: /flaky, retry: { count: 3, every: 10ms } }
  moved: { get: /moved }
  start:
    post: /start
    json: { type: Full }
    poll: { get: "{{ response.headers.location }}", every: 10ms, timeout: 1m, until: { $.state: Done } }
`,
    handler,
  );
  const recorded = await record();
  expect(recorded.stdout).toContain('4 passed');
  const text = await read();
  const urls = [...text.matchAll(/^ {6}url: http:\/\/server(.*)$/gm)].map(([, url]) => url);
  expect(urls).toEqual([
    '/list?$top=2&$skip=0',
    '/list?$top=2&$skip=2',
    ...['/flaky', '/flaky', '/flaky', '/moved', '/start', '/state', '/state', '/state'],
  ]);
  expect(text).toContain('redirects:\n        - status: 302\n          location: http://server/list?$skip=9\n');
  const replayed = await replay();
  expect(replayed.stdout).toBe(recorded.stdout);
  expect(seen.filter((each) => each === 'GET /moved')).toHaveLength(1);
});

describe('secrets', () => {
  const secret = 'p/ss&w+rd "of" élan';
  const requests = `  login:
    post: /login?key={{ key | urlencode }}
    headers: { x-basic: "{{ basic | base64 }}", cookie: "a={{ key }}" }
    json: { key: "{{ key }}", twice: "{{ basic | base64 }}" }
    variables: { basic: "me:{{ key }}" }
    expect: { body: { $.echo: "{{ key }}", $.token: { length: { min: 20 } } } }
    capture: { token: { path: $.token, secret: true } }
  early: { get: /early, expect: { body: { $.minted: { type: string } } } }
  use: { get: "/use/{{ token }}", headers: { authorization: "Bearer {{ token }}" } }
`;
  const environment = { 'environments/e.yaml': 'secrets: { key: { env: THE_KEY } }\n' };
  const minted = 'minted-at-run-time-0123456789';
  const handler: Handler = (_request, response, body) => {
    response.setHeader('set-cookie', 'session=cookie-of-the-session');
    response.end(
      json({ echo: secret, token: minted, minted, asked: body, xml: `<k>${secret.replace('&', '&amp;')}</k>` }),
    );
  };

  test('are in no cassette, in whatever form, and the run replays with another or none', async () => {
    const { read, record, replay } = await cassetteOf(requests, handler, environment);
    const recorded = await record(['-e', 'e'], { THE_KEY: secret });
    expect(recorded.stdout).toContain('3 passed');
    const text = await read();
    const forms = [
      secret,
      encodeURIComponent(secret),
      json(secret).slice(1, -1),
      Buffer.from(secret).toString('base64').slice(0, 20),
      Buffer.from(`me:${secret}`).toString('base64').slice(6, 20),
      'cookie-of-the-session',
      minted,
      'w+rd',
      'élan',
    ];
    for (const form of forms) expect(text).not.toContain(form);
    expect(text).toContain('/login?key=***');
    expect(text).toContain('/use/***');
    for (const env of [{}, { THE_KEY: 'another one' }]) {
      const replayed = await replay(['-e', 'e'], env);
      expect(replayed.stdout).toBe(recorded.stdout);
      expect(replayed).toMatchObject({ stderr: '', exitCode: 0 });
    }
  });
});

test('every kind of body comes back byte by byte', async () => {
  const bodies: readonly (readonly [string, string | Buffer])[] = [
    ['application/json', '{"a":[1,2.5,null,true,"x\\ny"]}'],
    ['application/json', '{ "a": 1 }\r\n'],
    ['application/json', '{"id":12345678901234567890,"f":1.0}'],
    ['application/json', '{"id":9007199254740992}'],
    ['application/json', '{"__proto__":{"a":1},"2":1,"1":2,"":"\\ud800"}'],
    ['application/json', `${'['.repeat(300)}${']'.repeat(300)}`],
    ['application/json', json({ long: 'x'.repeat(100_000) })],
    ['text/plain', '\ufeffline\n\n  # no comment\n--- \t\u0001\u2028\n'],
    ['text/plain; charset=latin1', Buffer.from('caf\u00e9', 'latin1')],
    ['application/octet-stream', Buffer.from([0, 255, 254, 0, 1])],
    ['text/plain', ''],
  ];
  // Nothing meets the expectation, so that everything is shown.
  const requests = bodies.map(
    (_, index) => `  b${index}: { get: /${index}, expect: { status: 201, body: nothing } }\n`,
  );
  const handler: Handler = ({ url }, response) => {
    const [type, body] = bodies[Number(url?.slice(1))] ?? ['', ''];
    response.writeHead(200, { 'content-type': type }).end(body);
  };
  const { read, record, replay } = await cassetteOf(requests.join(''), handler);
  const recorded = await record();
  expect(recorded.stdout).toContain(`0 passed, ${bodies.length} failed`);
  expect((await replay()).stdout).toBe(recorded.stdout);
  const text = await read();
  expect(text).toContain('json:\n        a:\n          - 1\n          - 2.5\n          - null\n');
  expect(text).toContain('text: "{ \\"a\\": 1 }\\r\\n"\n');
  expect(text).toContain('base64: AP/+AAE=\n');
});

test('files that are sent, bodies that are saved and events are replayed as well', async () => {
  const requests = `  upload: { post: /upload, file: data.txt, expect: { body: { $: got 9 } } }
  form: { post: /form, multipart: { name: a, part: { file: data.txt } } }
  save: { get: /big, download: saved.bin, expect: { body: abcdef } }
  listen: { get: /events, events: { max: 2 }, expect: { body: { $: { length: 2 }, "$[1].data.n": 2 } } }
`;
  const handler: Handler = ({ url }, response, body) => {
    if (url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return void response.write('data: {"n":1}\n\ndata: {"n":2}\n\ndata: {"n":3}\n\n');
    }
    if (url === '/upload') return response.end(json(`got ${body.length}`));
    return response.end(url === '/big' ? 'abcdef' : '');
  };
  const { cwd, read, record, replay } = await cassetteOf(requests, handler, { 'data.txt': 'some data' });
  const recorded = await record();
  expect(recorded.stdout).toContain('4 passed');
  expect(await read()).toContain('text: <data.txt, 9 bytes>\n');
  await rm(join(cwd, 'downloads/saved.bin'));
  expect((await replay()).stdout).toBe(recorded.stdout);
  expect(await read('downloads/saved.bin')).toBe('abcdef');
});

test('a body that is too large is left out, and a replay says so', async () => {
  const { read, record, replay } = await cassetteOf('  big: { get: /big }\n', (_request, response) =>
    response.end('x'.repeat(5_000_000)),
  );
  expect((await record()).exitCode).toBe(0);
  expect(await read()).toContain('omitted: 5000000 bytes, more than the 4194304 that a cassette keeps of one body\n');
  const { stdout, exitCode } = await replay();
  expect(stdout).toContain('The body that answered GET http://server/big was not recorded: 5000000 bytes');
  expect(exitCode).toBe(3);
});

test('nobody answering is recorded, too', async () => {
  let calls = 0;
  const requests = '  one: { get: /x, retry: { count: 2, every: 1ms, on: [network] } }\n';
  const { record, replay, read } = await cassetteOf(requests, (_request, response) => {
    calls += 1;
    if (calls === 1) response.destroy();
    else response.end();
  });
  const recorded = await record();
  expect(recorded.stdout).toContain('flaky: 2 tries');
  expect(await read()).toContain('error:\n      code: ERR_NETWORK_FAILED\n');
  expect((await replay()).stdout).toBe(recorded.stdout);
});

test('ids and times that a request makes anew are found again, in the order of the requests', async () => {
  const echo: Handler = (request, response) => response.end(json({ url: request.url }));
  const of = (query: string) => `{ get: "/x?a={{ uuid() }}&at={{ now() }}${query}", capture: { last: $.url } }`;
  const { read, record, replay } = await cassetteOf(`  one: ${of('')}\n  two: ${of('&n=2')}\n`, echo);
  await record();
  const recorded = await read();
  expect(await replay()).toMatchObject({ stderr: '', exitCode: 0 });
  expect(recorded.match(/a=[\da-f-]{36}/g)).toHaveLength(4);
});

test('a request that was not recorded fails and names what is there; what nobody asked for is noted', async () => {
  const ok: Handler = (_request, response) => response.end();
  const { cwd, record, replay } = await cassetteOf('  one: { get: /items/1 }\n  two: { post: /items, json: 1 }\n', ok);
  await record();
  const origin = /baseUrl: (.*)/.exec(await readFile(join(cwd, 'a.yaml'), 'utf8'))?.[1];
  await writeFile(
    join(cwd, 'a.yaml'),
    `baseUrl: ${origin}\nretry: { count: 3 }\nrequests:\n  one: { get: /items/2 }\n  two: { post: /items, json: 2 }\n  again: { get: /items/1 }\n  twice: { get: /items/1 }\n`,
  );
  const { stdout, stderr, exitCode } = await replay();
  expect(stdout).toContain('GET http://server/items/2 is not in c.yaml. ERR_NOT_RECORDED');
  expect(stdout).toContain(
    'Nearest there: GET http://server/items/1 (one, line 5); POST http://server/items (two, line',
  );
  expect(stdout).toContain('POST http://server/items is not in c.yaml with this body.');
  expect(stdout).toContain('GET http://server/items/1 is only once in c.yaml.');
  expect(stdout).toContain('1 passed, 3 failed');
  expect(stderr).toMatch(/^1 exchange of c\.yaml was not asked for:\n {2}line \d+: POST http:.*\/items\n$/);
  expect(exitCode).toBe(3);
});

test('a run that is interrupted leaves a whole cassette', async () => {
  const origin = await serve((request, response) => {
    if (request.url !== '/hang') response.end();
  });
  const cwd = await tempDir({
    'a.yaml': `baseUrl: ${origin}\nrequests:\n  one: { post: /one }\n  hang: { post: /hang }\n`,
  });
  let isStopped = false;
  await runProgram(['run', 'a.yaml', '--record', 'c.yaml'], {
    cwd,
    onOutput: (output, kill) => {
      if (!isStopped && output.includes('✔ POST   one')) kill('SIGINT');
      isStopped ||= output.includes('✔ POST   one');
    },
  });
  const replayed = await runProgram(['run', 'a.yaml', '--request', 'one', '--replay', 'c.yaml'], { cwd });
  expect(replayed).toMatchObject({ exitCode: 0, stderr: '' });
});

test.each([
  [['--replay', 'nowhere.yaml'], 'There is no file or folder `nowhere.yaml`'],
  [['--replay', 'bad.yaml'], 'bad.yaml:1:11: `cassette` must be `1`'],
  [['--record', 'c.yaml', '--replay', 'c.yaml'], '--record and --replay exclude each other'],
])('%j is refused', async (args, message) => {
  const cwd = await tempDir({
    'a.yaml': 'requests: { one: { get: "http://127.0.0.1:1/" } }',
    'bad.yaml': 'cassette: 7\nexchanges: []',
  });
  const { stderr, exitCode } = await runProgram(['run', 'a.yaml', ...args], { cwd });
  expect(stderr).toContain(message);
  expect([2, 3]).toContain(exitCode);
});
