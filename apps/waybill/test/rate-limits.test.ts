import { type Handler, runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

/** Runs a collection under rate limits, and tells when each request came, in ms. */
async function runLimited(
  requests: string,
  limits: (host: string) => string,
  options: { readonly handler?: Handler; readonly args?: readonly string[] } = {},
) {
  const arrivals: { readonly path: string; readonly atMs: number }[] = [];
  const origin = await serve((request, response, body) => {
    arrivals.push({ path: request.url ?? '', atMs: performance.now() });
    if (options.handler === undefined) response.end('{}');
    else options.handler(request, response, body);
  });
  const cwd = await tempDir({
    'a.yaml': `baseUrl: "{{ apiUrl }}/v1.0/myorg"\nrequests:\n${requests}`,
    'environments/e.yaml': `cloud: sandbox\nvariables: { apiUrl: "${origin}" }\nrateLimits: ${limits(new URL(origin).host)}\n`,
  });
  const result = await runProgram(['run', 'a.yaml', '-e', 'e', ...(options.args ?? [])], { cwd });
  const gaps = arrivals.slice(1).map(({ atMs }, index) => atMs - (arrivals[index] as { atMs: number }).atMs);
  return { ...result, arrivals, gaps };
}

/** A timer may fire a little early, and the first request takes its time to connect. */
const ABOUT_200 = 150;

describe('rateLimits', () => {
  test('keep requests to a host apart, side by side or not', async () => {
    const many = Array.from({ length: 4 }, (_, index) => `  r${index}: { get: /x }\n`).join('');
    const result = await runLimited(many, (host) => `[{ host: "${host}", requests: 1, per: 200ms }]`);
    expect(result.stdout).toContain('4 passed');
    expect(result.gaps).toHaveLength(3);
    for (const gap of result.gaps) expect(gap).toBeGreaterThan(ABOUT_200);
  });

  test('hold for retries, pages and polls', async () => {
    let calls = 0;
    const handler: Handler = (request, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(503).end();
      else if (request.method === 'POST') response.writeHead(202, { location: '/v1.0/myorg/done' }).end();
      else response.end(JSON.stringify({ value: [1], status: 'done', '@odata.nextLink': '/v1.0/myorg/list?page' }));
    };
    const result = await runLimited(
      `  list: { get: /list, retry: { count: 1, every: 1ms }, paginate: { by: odata, pages: 2 } }
  job: { post: /job, poll: { get: "{{ apiUrl }}/done", every: 1ms, until: { $.status: done } } }
`,
      (host) => `[{ host: "${host}", requests: 1, per: 200ms }]`,
      { handler },
    );
    expect(result.stdout).toContain('2 passed');
    expect(result.arrivals).toHaveLength(5);
    for (const gap of result.gaps) expect(gap).toBeGreaterThan(ABOUT_200);
  });

  test('of an operation leave the others alone, and hold for all collections of a command', async () => {
    const limits = () => '[{ operation: "GET /groups/{groupId}/users", requests: 1, per: 1h }]';
    const one = '  users: { get: /Groups/1/users }\n  groups: { get: /groups }\n  post: { post: /groups/1/users }\n';
    const result = await runLimited(one, limits, { args: ['a.yaml', '--max-wait', '1s'] });
    expect(result.arrivals.map(({ path }) => path.toLowerCase()).sort()).toEqual([
      '/v1.0/myorg/groups',
      '/v1.0/myorg/groups',
      '/v1.0/myorg/groups/1/users',
      '/v1.0/myorg/groups/1/users',
      '/v1.0/myorg/groups/1/users',
    ]);
    expect(result.stdout).toContain('The rate limit is reached: 1 requests per 1h to GET /groups/{groupId}/users.');
    expect(result.exitCode).toBe(6);
  });

  test('are told while a run waits long', async () => {
    const two = '  first: { get: /x }\n  second: { get: /x, needs: [first] }\n';
    const result = await runLimited(two, (host) => `[{ host: "${host}", requests: 1, per: 5300ms }]`);
    expect(result.stdout).toMatch(
      /… second: rate limit, 1 requests per 5300ms to 127\.0\.0\.1:\d+: goes on in 5\.\d s/,
    );
    expect(result.stdout).toContain('2 passed');
  }, 15_000);

  test.each([
    ['[{ requests: 1, per: 1h }]', 'neither `host` nor `operation`'],
    ['[{ host: h, operation: /x, requests: 1, per: 1h }]', 'both `host` and `operation`'],
    ['[{ host: "https://h/x", requests: 1, per: 1h }]', '`https://h/x` is no host'],
    ['[{ operation: groups, requests: 1, per: 1h }]', '`groups` is no operation'],
    ['[{ host: h, requests: 0, per: 1h }]', 'requests` must be a number from 1'],
    ['[{ host: h, requests: 1, per: 5 }]', 'the unit is missing'],
    ['[{ host: h, requests: 1, per: 0s }]', 'A rate limit needs a span of time'],
  ])('%s is a mistake', async (limits, message) => {
    const result = await runLimited('  a: { get: /x }\n', () => limits);
    expect(result.stderr).toContain(message);
    expect(result.stderr).toMatch(/environments\/e\.yaml:3:\d+/);
    expect(result.exitCode).toBe(3);
  });
});
