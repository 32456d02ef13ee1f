import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Handler, runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

/** An answer: its status, and perhaps a body or headers. */
type Answer = number | { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> };

/** Runs one request against a server that gives these answers in turn, the last one for ever. */
async function sendOne(request: string, answers: readonly Answer[], args: readonly string[] = []) {
  const seen: string[] = [];
  const handler: Handler = (incoming, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)] as Answer;
    seen.push(`${incoming.method} ${incoming.url}`);
    const { status = 200, body, headers = {} } = typeof answer === 'number' ? { status: answer } : answer;
    if (status === 0) return void response.destroy();
    const resolved = Object.entries(headers).map(([name, value]) => [name, value.replace('ORIGIN', origin)]);
    response.writeHead(status, { 'content-type': 'application/json', ...Object.fromEntries(resolved) });
    return void response.end(body === undefined ? '' : JSON.stringify(body));
  };
  const origin = await serve(handler);
  const cwd = await tempDir({ 'a.yaml': `baseUrl: ${origin}\nrequests:\n  one:\n${request.replace(/^/gm, '    ')}\n` });
  const result = await runProgram(['run', 'a.yaml', ...args], { cwd });
  return { ...result, seen, cwd, stdout: result.stdout.replaceAll(origin, 'http://server') };
}

describe('retry', () => {
  test.each<[string, string, readonly Answer[], number, number]>([
    ['gives up when it is used up', 'get: /x\nretry: { count: 2, every: 1ms }', [503], 3, 1],
    ['ends at the first success', 'get: /x\nretry: { count: 5, every: 1ms }', [500, 408, 200], 3, 0],
    ['is not for other statuses', 'get: /x\nretry: { count: 5, every: 1ms }', [404], 1, 1],
    ['is for the statuses it names', 'get: /x\nretry: { count: 5, every: 1ms, on: [404, 5xx] }', [404, 599, 200], 3, 0],
    ['is for no answer', 'get: /x\nretry: { count: 1, every: 1ms }', [0, 200], 2, 0],
    ['is not for no answer unless it says so', 'get: /x\nretry: { count: 1, every: 1ms, on: [5xx] }', [0, 200], 1, 7],
    ['of its own sends an unsafe request twice', 'post: /x\nretry: { count: 1, every: 1ms }', [500, 200], 2, 0],
  ])('%s', async (_name, request, answers, calls, exitCode) => {
    const result = await sendOne(request, answers);
    expect({ calls: result.seen.length, exitCode: result.exitCode }).toEqual({ calls, exitCode });
  });

  test.each<[string, readonly [number, number][]]>([
    [
      'constant',
      [
        [20, 25],
        [20, 25],
        [20, 25],
      ],
    ],
    [
      'exponential',
      [
        [20, 25],
        [40, 50],
        [80, 100],
      ],
    ],
  ])('with %s backoff waits so long, and up to a quarter more by chance', async (backoff, bounds) => {
    const request = `get: /x\nretry: { count: 3, every: 20ms, backoff: ${backoff} }`;
    const { cwd } = await sendOne(request, [500, 500, 500, 200], ['--reporter', 'json=r.json']);
    const report = JSON.parse(await readFile(join(cwd, 'r.json'), 'utf8'));
    const waits: number[] = report.runs[0].results[0].retries.map(({ waitMs }: { waitMs: number }) => waitMs);
    expect(waits).toHaveLength(3);
    for (const [index, wait] of waits.entries()) {
      const [least = 0, most = 0] = bounds[index] ?? [];
      expect(wait).toBeGreaterThanOrEqual(least);
      expect(wait).toBeLessThanOrEqual(most);
    }
  });

  test('that was needed is told as flaky by every reporter', async () => {
    const names = ['terminal', 'junit=r.xml', 'json=r.json', 'tap=r.tap', 'html=r.html'];
    const args = names.flatMap((name) => ['--reporter', name]);
    const { cwd, stdout } = await sendOne('get: /x\nretry: { count: 1, every: 1ms }', [500, 200], args);
    expect(stdout).toContain('≈ GET    one  flaky: 2 tries  200');
    const read = (name: string) => readFile(join(cwd, name), 'utf8');
    expect(JSON.parse(await read('r.json')).runs[0]).toMatchObject({
      summary: { flaky: 1 },
      results: [{ flaky: true }],
    });
    for (const name of ['r.xml', 'r.tap', 'r.html']) expect(await read(name)).toMatch(/flaky/i);
  });
});

describe('poll', () => {
  const start = 'post: /start\nexpect: { status: 202 }\n';
  const poll = (more = '') =>
    `${start}poll: { get: "{{ response.headers.location }}", every: 5ms, until: { $.state: Done }, fail: { $.state: Failed }${more} }`;
  const accepted = (location: string) => ({ status: 202, headers: { location } });
  const state = (text: string) => ({ body: { state: text } });

  test.each([
    ['/jobs/7', 'GET /jobs/7'],
    ['jobs/7?x=1', 'GET /jobs/7?x=1'],
    ['ORIGIN/jobs/7', 'GET /jobs/7'],
  ])('follows the Location %s', async (location, polled) => {
    const { seen, exitCode } = await sendOne(poll(), [accepted(location), state('Running'), state('Done')]);
    expect(seen).toEqual(['POST /start', polled, polled]);
    expect(exitCode).toBe(0);
  });

  test('ends when the operation fails', async () => {
    const { stdout, seen, exitCode } = await sendOne(poll(), [accepted('/job'), state('Failed')]);
    expect(stdout).toContain('poll $.state\n        expected  "Done"\n        actual    "Failed"');
    expect(seen).toHaveLength(2);
    expect(exitCode).toBe(1);
  });

  test('ends when its time is up', async () => {
    const { stdout, exitCode } = await sendOne(poll(', timeout: 40ms'), [accepted('/job'), state('Running')]);
    expect(stdout).toContain('The operation had not ended after 0.04 s (HTTP 200). ERR_POLL_TIMEOUT');
    expect(exitCode).toBe(1);
  });

  test('waits as long as the service asks, and no longer than it may', async () => {
    const answers = [{ ...accepted('/job'), headers: { location: '/job', 'retry-after': '60' } }, state('Done')];
    const { stdout, seen } = await sendOne(poll(', timeout: 30s'), answers);
    expect(stdout).toContain('ERR_POLL_TIMEOUT');
    expect(seen).toEqual(['POST /start']);
  });
});

describe('paginate', () => {
  const all = (length: number) => `expect: { body: { $.value: { length: ${length}, unique: true } } }`;
  const page = (items: readonly number[], more: object = {}) => ({ body: { value: items, ...more } });
  const odata = (link: string) => ({ '@odata.nextLink': link });

  test.each<[string, string, readonly Answer[], readonly string[]]>([
    [
      'odata',
      'by: odata, pages: 9',
      [page([1, 2], odata('/next?a=%2B')), page([], odata('/last')), page([3])],
      ['/x', '/next?a=%2B', '/last'],
    ],
    [
      'continuation',
      'by: continuation, pages: 9',
      [page([1, 2], { continuationToken: 't', continuationUri: '/c?t=%252B' }), page([3], { continuationToken: null })],
      ['/x', '/c?t=%252B'],
    ],
    ['skip', 'by: skip, pages: 9, pageSize: 2', [page([1, 2]), page([3])], ['/x?$top=2&$skip=0', '/x?$top=2&$skip=2']],
    [
      'no more pages than asked for',
      'by: odata, pages: 2',
      [page([1, 2], odata('/b')), page([3], odata('/c'))],
      ['/x', '/b'],
    ],
  ])('%s: expects of all pages as one', async (_name, rules, answers, paths) => {
    const { seen, stdout, exitCode } = await sendOne(`get: /x\npaginate: { ${rules} }\n${all(3)}`, answers);
    expect(seen).toEqual(paths.map((path) => `GET ${path}`));
    expect(stdout).toContain(`${paths.length} pages  200`);
    expect(exitCode).toBe(0);
  });

  test('tells what all pages together do not meet', async () => {
    const { stdout, exitCode } = await sendOne(`get: /x\npaginate: { by: skip, pages: 9, pageSize: 1 }\n${all(9)}`, [
      page([1]),
      page([]),
    ]);
    expect(stdout).toContain('$.value\n');
    expect(exitCode).toBe(1);
  });
});

describe('a service that throttles', () => {
  test('is waited for, and nobody is flaky', async () => {
    const { stdout, exitCode } = await sendOne('post: /x', [{ status: 429, headers: { 'retry-after': '0' } }, 200]);
    expect(stdout).toContain('✔ POST   one  200');
    expect(stdout).toContain('HTTP 429, throttled, again after 50 ms');
    expect(exitCode).toBe(0);
  });

  test('longer than --max-wait ends with exit code 6 and when to come back', async () => {
    const later = new Date(Date.now() + 3_600_000).toUTCString();
    const { stdout, seen, exitCode } = await sendOne(
      'get: /x',
      [{ status: 503, headers: { 'retry-after': later } }],
      ['--max-wait', '5s'],
    );
    expect(stdout).toMatch(/Run again after \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, or allow more with --max-wait/);
    expect({ calls: seen.length, exitCode }).toEqual({ calls: 1, exitCode: 6 });
  });

  test('and is asked again without end uses --max-wait up', async () => {
    const answers = [{ status: 429, headers: { 'retry-after': '0' } }];
    const { seen, exitCode } = await sendOne('get: /x', answers, ['--max-wait', '200ms']);
    // 50 and 100 ms fit into the budget, another 200 do not.
    expect({ calls: seen.length, exitCode }).toEqual({ calls: 3, exitCode: 6 });
  });
});
