import { openTerminal, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { ENTER, ESCAPE } from './open-ui.ts';

const FILE = (origin: string) => `baseUrl: ${origin}
requests:
  good: { name: The good one, get: /good }
  bad: { name: The bad one, get: /bad, expect: { status: 200 } }
  flaky: { name: The flaky one, get: /flaky, retry: { count: 3, every: 10ms } }
  worse: { name: The worse one, get: /good, expect: { body: { $.name: other } } }
  needy: { name: The needy one, get: /good, needs: [bad] }
`;

async function openRun() {
  let tries = 0;
  const origin = await serve(({ url }, response) => {
    response.setHeader('content-type', 'application/json');
    if (url === '/flaky') tries += 1;
    const status = url === '/bad' || (url === '/flaky' && tries === 1) ? 503 : 200;
    response.writeHead(status).end('{"name":"this"}');
  });
  const cwd = await tempDir({
    'all/first.yaml': FILE(origin),
    'all/second.yaml': `requests: { lone: { get: "${origin}/good" } }`,
  });
  const terminal = openTerminal(['-c', 'all'], { cwd });
  await terminal.waitFor('›');
  return terminal;
}

describe('the run view', { timeout: 30_000 }, () => {
  test('counts, jumps to each failure and opens it', async () => {
    const terminal = await openRun();
    terminal.type('r');
    await terminal.waitFor('Run of all');
    await terminal.waitFor(/━ 6\/6 · [\d.]+ s/);
    await terminal.waitFor('3 passed (1 flaky), 2 failed, 1 skipped');
    expect(terminal.screen()).toMatch(/✘ GET +The bad one +503 · \d+ ms · status: expected 200, was 503/);
    expect(terminal.screen()).toMatch(/✔ GET +The flaky one .*flaky/);
    terminal.type('n');
    await terminal.waitFor(/›✘ GET +The bad one/);
    terminal.type('n');
    await terminal.waitFor(/›✘ GET +The worse one/);
    terminal.type('n');
    await terminal.waitFor(/›✘ GET +The bad one/);
    terminal.type('N');
    await terminal.waitFor(/›✘ GET +The worse one/);
    terminal.type(ENTER);
    await terminal.waitFor('[Checks]');
    await terminal.waitFor(/actual +"this"/);
    terminal.type('1N');
    await terminal.waitFor(/›✘ +GET +The bad one/);
    terminal.type('v');
    await terminal.waitFor('Run of all');
    terminal.type(ESCAPE);
    await terminal.waitFor('1 Collection');
  });

  test('runs the file of the request under the cursor', async () => {
    const terminal = await openRun();
    terminal.type('G');
    await terminal.waitFor(/› +GET +lone/);
    terminal.type('D');
    await terminal.waitFor('Run of second');
    await terminal.waitFor('1 passed, 0 failed, 0 skipped');
  });

  test('Esc cancels: the connection is closed and the rest is skipped', async () => {
    let isClosed = false;
    const origin = await serve((_request, response) => {
      response.on('close', () => {
        isClosed = true;
      });
    });
    const requests = `requests: { slow: { post: "${origin}" }, later: { post: "${origin}" } }`;
    const cwd = await tempDir({ 'smoke.yaml': requests });
    const terminal = openTerminal(['-c', 'smoke.yaml'], { cwd });
    await terminal.waitFor('›');
    terminal.type('r');
    await terminal.waitFor('waiting for the answer');
    terminal.type(ESCAPE);
    await expect.poll(() => isClosed).toBe(true);
    await terminal.waitFor(/0 passed, \d failed, \d skipped/);
    await terminal.waitFor('2/2');
  });
});

describe('the progress of one request', { timeout: 30_000 }, () => {
  test('tells of a retry with what is left to wait, and that Esc cancels it', async () => {
    const origin = await serve((_request, response) => response.writeHead(429, { 'retry-after': '60' }).end());
    const cwd = await tempDir({ 'smoke.yaml': `requests: { busy: { get: "${origin}" } }` });
    const terminal = openTerminal(['-c', 'smoke.yaml'], { cwd, columns: 200 });
    await terminal.waitFor('›');
    terminal.type('s');
    await terminal.waitFor(/throttled: HTTP 429 · retry 1 · \d+ s · next try in \d\d s/);
    terminal.type(ESCAPE);
    await terminal.waitFor(/✘ GET +busy/);
  });

  test('tells of the state of an operation, and of the pages of a list', async () => {
    let isDone = false;
    let release: (() => void) | undefined;
    const origin = await serve((request, response) => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/state') response.end(JSON.stringify({ status: isDone ? 'Done' : 'InProgress' }));
      else if (request.url === '/page2') release = () => response.end('{"value":[3]}');
      else response.end(JSON.stringify({ value: [1, 2], '@odata.nextLink': `${origin}/page2` }));
    });
    const cwd = await tempDir({
      'smoke.yaml': `requests:
  operation: { get: "${origin}", poll: { get: "${origin}/state", every: 1s, until: { $.status: Done } } }
  list: { get: "${origin}", paginate: { by: odata, pages: 10 } }
`,
    });
    const terminal = openTerminal(['-c', 'smoke.yaml'], { cwd, columns: 200 });
    await terminal.waitFor('›');
    terminal.type('s');
    await terminal.waitFor(/InProgress · asked once · \d s · next try in 1 s/);
    isDone = true;
    await terminal.waitFor('"Done"');
    terminal.type('js');
    await terminal.waitFor(/page 1 · 2 items/);
    release?.();
    await terminal.waitFor(/✔ GET +list/);
  });
});
