import { join } from 'node:path';
import { loadCollection } from '@waybill/collection';
import { type Handler, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { terminalReporter } from './index.ts';
import { json, outcomes, runYaml } from './testing/run-yaml.ts';

describe('a request', () => {
  test('goes out with templates filled in, query, headers, body and token', async () => {
    const seen: unknown[] = [];
    const outcome = await runYaml(
      `
baseUrl: "{{ origin }}/v1"
headers: { x-run: "{{ runId }}" }
auth: app
requests:
  create:
    post: /groups?$top=1
    query: { $filter: "name eq 'a&b'", skip: null, many: [1, 2] }
    variables: { runId: r-1 }
    json: { name: "{{ runId }}", count: "{{ count }}" }
`,
      (request, response, body) => {
        seen.push([
          request.method,
          request.url,
          request.headers['x-run'],
          request.headers.authorization,
          JSON.parse(body),
        ]);
        response.end();
      },
      { variables: { count: 3 } },
    );
    expect(outcomes(outcome)).toEqual(['create passed']);
    expect(seen).toEqual([
      [
        'POST',
        '/v1/groups?$top=1&$filter=name%20eq%20%27a%26b%27&many=1&many=2',
        'r-1',
        'Bearer token-of-app',
        { name: 'r-1', count: 3 },
      ],
    ]);
  });

  test('passes with any status below 400 unless it says which', async () => {
    const yaml = 'baseUrl: "{{ origin }}"\nrequests: { a: { get: "/204" }, b: { get: "/404" } }';
    const outcome = await runYaml(yaml, (request, response) => {
      response.writeHead(Number(request.url?.slice(1))).end();
    });
    expect(outcomes(outcome)).toEqual(['a passed', 'b failed']);
  });

  test('shows all mismatches of a response, with their places', async () => {
    const outcome = await runYaml(
      `
name: Groups
requests:
  list:
    name: Lists groups
    get: "{{ origin }}/groups"
    expect:
      status: 201
      headers: { content-type: text/plain }
      time: < 5s
      body:
        $.value: { length: { min: 2 } }
        $.value[0].type: Workspace
        $.missing: { exists: true }
        $..id: { equals: [2] }
`,
      json({ value: [{ id: 1, type: 'Personal' }] }),
    );
    const [result] = outcome.results;
    expect(result).toMatchObject({ outcome: 'failed', cause: 'expectation' });
    expect(outcome.terminal).toMatch(
      /^ {6}status\n {8}expected {2}201\n {8}actual {4}200\n {8}at {8}\/smoke\.yaml:8:7$/m,
    );
    expect(outcome.terminal).toContain(
      'expected  length at least 2\n        actual    [{"id":1,"type":"Personal"}] (length 1)',
    );
    expect(outcome.terminal).toContain('expected  "Workspace"\n        actual    "Personal"');
    expect(outcome.terminal).toContain('nothing: the path selects no value');
    expect(outcome.terminal).toContain('→ GET http://server/groups');
    expect(outcome.terminal).toContain('0 passed, 1 failed, 0 skipped in ');
  });

  test('is judged by the items of a list', async () => {
    const outcome = await runYaml(
      `
requests:
  list:
    get: "{{ origin }}"
    expect:
      body:
        $.value[*].id: { unique: true, sorted: ascending }
        $.value: { every: { contains: { type: Workspace } }, some: { contains: { id: 2 } } }
`,
      json({
        value: [
          { id: 2, type: 'Workspace' },
          { id: 2, type: 'Personal' },
        ],
      }),
    );
    expect(outcome.results[0]).toMatchObject({ outcome: 'failed', mismatches: [{ subject: '$.value[*].id' }, {}] });
    expect(outcome.terminal).toContain('expected  items that are all different and items in ascending order');
    expect(outcome.terminal).toContain(
      'expected  only items that are something that contains {"type":"Workspace"} and an',
    );
  });

  test('captures for the ones after it, and what is captured is never a template', async () => {
    const urls: (string | undefined)[] = [];
    await runYaml(
      `
baseUrl: "{{ origin }}"
requests:
  first:
    get: /first
    capture: { id: "$.value[?@.name == 'x'].id", location: { header: location }, status: { status: true } }
  second: { get: "/{{ id }}/{{ location }}/{{ status }}" }
`,
      (request, response) => {
        urls.push(request.url);
        response.setHeader('location', 'there').end(JSON.stringify({ value: [{ name: 'x', id: '{{origin}}' }] }));
      },
    );
    expect(urls).toEqual(['/first', '/%7B%7Borigin%7D%7D/there/200']);
  });

  test('that captures nothing fails, and what uses it is skipped with the reason', async () => {
    const outcome = await runYaml(
      `
baseUrl: "{{ origin }}"
requests:
  first: { get: /first, capture: { id: $.id } }
  second: { get: "/{{ id }}" }
  third: { get: /third, needs: [second] }
  fourth: { get: /fourth }
`,
      json({}),
    );
    expect(outcomes(outcome)).toEqual(['first failed', 'second skipped', 'third skipped', 'fourth passed']);
    expect(outcome.results[0]).toMatchObject({ error: { code: 'ERR_CAPTURE_EMPTY' } });
    expect(outcome.results[1]).toMatchObject({ reason: 'it uses "id", which first did not capture' });
    expect(outcome.results[2]).toMatchObject({ reason: 'it needs second, which did not pass' });
  });
});

describe('what goes wrong is a result, and the rest still runs', () => {
  test.each([
    ['get: "{{ nothing }}/x"', 'ERR_VARIABLE_UNKNOWN', 'configuration', ':3:'],
    ['get: "http://127.0.0.1:1/x"', 'ERR_NETWORK_REFUSED', 'network', undefined],
    ['get: "{{ origin }}", auth: nobody', 'ERR_IDENTITY_UNKNOWN', 'configuration', ':3:'],
    ['get: "{{ origin }}", headers: { x: "{{ broken }}" }', 'ERR_SCHEMA', 'configuration', ':3:'],
    ['get: "http://user:pass@127.0.0.1/"', 'ERR_URL_INVALID', 'configuration', ':3:'],
  ])('%s', async (request, code, cause, place) => {
    const outcome = await runYaml(
      `requests:\n  wrong:\n    { ${request} }\n  right: { get: "{{ origin }}" }\n`,
      (_request, response) => response.setHeader('content-type', 'text/html').end('<html>'),
      { variables: { broken: 'a\nb' } },
    );
    expect(outcomes(outcome)).toEqual(['wrong failed', 'right passed']);
    expect(outcome.results[0]).toMatchObject({ cause, error: { code } });
    if (place !== undefined) expect(outcome.terminal).toContain(`at   /smoke.yaml${place}`);
    expect(outcome.terminal).not.toMatch(/\n\s+at .*\.ts:/);
  });

  test.each([
    [401, 'refused'],
    [403, 'refused'],
    [429, 'throttled'],
    [500, 'expectation'],
  ])('an unexpected %i is %s', async (status, cause) => {
    const outcome = await runYaml('requests: { a: { get: "{{ origin }}" } }', json({}, status));
    expect(outcome.events.at(-1)).toMatchObject({ type: 'run-finished', summary: { cause } });
  });
});

describe('the schedule', () => {
  test('runs safe requests side by side and reports them in file order', async () => {
    let underWay = 0;
    let most = 0;
    const keys = ['a', 'b', 'c', 'd'];
    const yaml = `baseUrl: "{{ origin }}"\nrequests: { ${keys.map((key) => `${key}: { get: /${key} }`).join(', ')} }`;
    const waiting: (() => void)[] = [];
    const outcome = await runYaml(yaml, (_request, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      waiting.push(() => {
        underWay -= 1;
        response.end();
      });
      // The last to arrive is the first to be answered.
      if (waiting.length === keys.length) for (const answer of waiting.reverse()) answer();
    });
    expect(most).toBe(4);
    expect(outcomes(outcome)).toEqual(keys.map((key) => `${key} passed`));
  });

  test('lets nothing overtake an unsafe request or one that captures', async () => {
    const order: string[] = [];
    const yaml = `
baseUrl: "{{ origin }}"
requests:
  a: { get: /a, capture: { x: $.x } }
  b: { get: /b }
  c: { post: /c }
  d: { get: /d }
`;
    await runYaml(yaml, (request, response) => {
      order.push(`start ${request.url}`);
      setImmediate(() => {
        order.push(`end ${request.url}`);
        response.end('{"x":1}');
      });
    });
    expect(order).toEqual(['a', 'b', 'c', 'd'].flatMap((key) => [`start /${key}`, `end /${key}`]));
  });

  test('runs a need first and reports in file order', async () => {
    const order: (string | undefined)[] = [];
    const yaml = 'baseUrl: "{{ origin }}"\nrequests: { a: { get: /a, needs: [b] }, b: { get: /b } }';
    const outcome = await runYaml(yaml, (request, response) => {
      order.push(request.url);
      response.end();
    });
    expect(order).toEqual(['/b', '/a']);
    expect(outcomes(outcome)).toEqual(['a passed', 'b passed']);
  });

  test('of a selection includes what it needs', async () => {
    const yaml =
      'baseUrl: "{{ origin }}"\nrequests: { a: { get: /a }, b: { get: /b, needs: [a], tags: [t] }, c: { get: /c } }';
    const answer: Handler = (_request, response) => response.end();
    expect(outcomes(await runYaml(yaml, answer, { selection: { requests: ['b'] } }))).toEqual(['a passed', 'b passed']);
    expect(outcomes(await runYaml(yaml, answer, { selection: { tags: ['t'] } }))).toEqual(['a passed', 'b passed']);
    await expect(runYaml(yaml, answer, { selection: { tags: ['u'] } })).rejects.toMatchObject({
      code: 'ERR_REQUEST_UNKNOWN',
    });
  });

  test('of a selection includes what captures the variables it uses', async () => {
    const yaml = `
baseUrl: "{{ origin }}"
requests:
  a: { get: /a, capture: { id: $.id } }
  b: { get: /b, capture: { other: $.id } }
  c: { get: "/{{ id }}" }
`;
    const outcome = await runYaml(yaml, json({ id: 1 }), { selection: { requests: ['c'] } });
    expect(outcomes(outcome)).toEqual(['a passed', 'c passed']);
  });

  test('ends at the first failure with bail', async () => {
    const yaml = 'baseUrl: "{{ origin }}"\nrequests: { a: { post: /a }, b: { post: /b } }';
    const outcome = await runYaml(yaml, json({}, 500), { bail: true });
    expect(outcomes(outcome)).toEqual(['a failed', 'b skipped']);
  });

  test('ends when it is cancelled, and closes the socket', async () => {
    const controller = new AbortController();
    const closed = Promise.withResolvers<void>();
    const yaml = 'baseUrl: "{{ origin }}"\nrequests: { a: { post: /a }, b: { post: /b } }';
    const outcome = await runYaml(
      yaml,
      (request) => {
        request.socket.on('close', () => closed.resolve());
        controller.abort();
      },
      { signal: controller.signal },
    );
    expect(outcomes(outcome)).toEqual(['a failed', 'b skipped']);
    expect(outcome.results[0]).toMatchObject({ cause: 'cancelled' });
    await closed.promise;
  });
});

describe('a long-running operation', () => {
  const yaml = `
baseUrl: "{{ origin }}"
requests:
  refresh:
    post: /refreshes
    expect: { status: 202 }
    poll:
      get: "{{ response.headers.location }}"
      every: 5ms
      timeout: 2s
      until: { $.status: Completed }
      fail: { $.status: [Failed, Cancelled] }
`;

  /** Accepts, then answers each poll with the next of these. */
  function operation(...answers: (readonly [number, unknown])[]): Handler {
    return (request, response) => {
      if (request.method === 'POST') {
        response.writeHead(202, { location: `http://${request.headers.host}/refreshes/1` }).end();
        return;
      }
      const [status, body] = (answers.length > 1 ? answers.shift() : answers[0]) as readonly [number, unknown];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
  }

  test('is followed until it is done, past a moment in which it is not listed yet', async () => {
    const running = [202, { status: 'InProgress' }] as const;
    const outcome = await runYaml(yaml, operation([404, {}], running, running, [200, { status: 'Completed' }]));
    expect(outcomes(outcome)).toEqual(['refresh passed']);
    const states = outcome.events.flatMap((event) => (event.type === 'poll' ? [event.state] : []));
    expect(states).toEqual(['HTTP 404', 'InProgress', 'InProgress', 'Completed']);
  });

  test('that fails ends at once and says so', async () => {
    const outcome = await runYaml(yaml, operation([200, { status: 'Failed', error: 'no credentials' }]));
    expect(outcome.results[0]).toMatchObject({
      outcome: 'failed',
      cause: 'expectation',
      mismatches: [{ subject: 'poll $.status', expected: '"Completed"', actual: '"Failed"' }],
    });
    expect(outcome.terminal).toContain('no credentials');
  });

  test('that does not end in time fails', async () => {
    const outcome = await runYaml(yaml.replace('2s', '20ms'), operation([202, { status: 'InProgress' }]));
    expect(outcome.results[0]).toMatchObject({ error: { code: 'ERR_POLL_TIMEOUT' } });
  });

  test('that is refused in between fails as refused', async () => {
    const outcome = await runYaml(yaml, operation([401, {}]));
    expect(outcome.results[0]).toMatchObject({ cause: 'refused' });
  });
});

describe('a report', () => {
  test('in JUnit counts, locates and survives hostile text', async () => {
    const outcome = await runYaml(
      `
name: 'A <suite> & "more"'
baseUrl: "{{ origin }}"
requests:
  a: { get: /a, name: "]]> \\u0001 <b>" }
  b: { post: /b, expect: { body: { $.x: "</failure>" } } }
  c: { get: /c, needs: [b] }
  d: { get: "{{ nothing }}" }
`,
      json({ x: '\u0000</testcase>' }),
    );
    expect(outcome.junit).toContain('<testsuites name="Test" tests="4" failures="1" errors="1" time="');
    expect(outcome.junit).toContain(
      '<testsuite name="A &lt;suite&gt; &amp; &quot;more&quot;" tests="4" failures="1" errors="1" skipped="1"',
    );
    expect(outcome.junit).toContain('name="]]&gt; \ufffd &lt;b&gt;" classname="a"');
    expect(outcome.junit).toContain('<skipped message="it needs b, which did not pass"/>');
    expect(outcome.junit).toContain('type="ERR_VARIABLE_UNKNOWN"');
    expect(outcome.junit).not.toContain('</testcase>"');
  });

  test('never shows a captured token, in any form a server may echo it', async () => {
    const token = 'opaque/token+with=every&kind of "character"';
    const outcome = await runYaml(
      `
baseUrl: "{{ origin }}"
requests:
  sign-in: { get: /token, capture: { accessToken: $.access_token } }
  use:
    post: "/use?token={{ accessToken | urlencode }}"
    headers: { x-token: "{{ accessToken | base64 }}" }
    form: { t: "{{ accessToken }}" }
    expect: { status: 418 }
`,
      (request, response, body) => {
        response.setHeader('content-type', 'application/json');
        response.setHeader('x-echo', request.url ?? '');
        const echo = { raw: token, url: request.url, body, header: request.headers['x-token'] };
        response.end(
          JSON.stringify(request.url === '/token' ? { access_token: token } : { echo, twice: JSON.stringify(echo) }),
        );
      },
    );
    const encodings = [
      token,
      encodeURIComponent(token),
      Buffer.from(token).toString('base64'),
      JSON.stringify(token).slice(1, -1),
    ];
    expect(outcome.terminal).toContain('x-echo: /use?token=***');
    for (const encoding of [...encodings, new URLSearchParams({ t: token }).toString().slice(2)]) {
      expect(outcome.terminal).not.toContain(encoding);
      expect(outcome.junit).not.toContain(encoding);
    }
  });

  test('for a person shows what is under way and lets no response act on the terminal', async () => {
    let written = '';
    const write = (text: string) => {
      written += text;
    };
    const reporter = terminalReporter({ write, color: true, interactive: true, columns: 60 });
    const folder = await tempDir({
      'a.yaml': 'requests: { a: { get: "http://127.0.0.1/", name: "\\e[2J\u202eevil" } }',
    });
    const [request] = (await loadCollection(join(folder, 'a.yaml'))).collection.requests;
    if (request === undefined) throw new Error('the request was not loaded');
    reporter.onEvent({ type: 'run-started', title: 'T', total: 1, startedOn: '2026-11-24T12:00:00Z', problems: [] });
    reporter.onEvent({ type: 'request-started', request });
    reporter.onEvent({ type: 'poll', request, attempt: 1, elapsedMs: 1500, state: 'InProgress' });
    expect(written).toContain('… 0/1');
    expect(written).toContain('InProgress, 1.5 s');
    expect(written).not.toContain('\u001b[2J');
    expect(written).not.toContain('\u202e');
  });
});
