import type { Handler } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { ThrottleBudget } from './index.ts';
import { json, outcomes, runYaml } from './testing/run-yaml.ts';

/** Answers with these statuses one after the other, the last one for ever; `hang` closes the connection instead. */
function statuses(...answers: readonly (number | 'hang')[]): Handler & { readonly seen: string[] } {
  const seen: string[] = [];
  const handler: Handler = (request, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    seen.push(`${request.method} ${request.url}`);
    if (answer === 'hang') request.socket.destroy();
    else response.writeHead(answer ?? 200, { 'content-type': 'application/json' }).end('{}');
  };
  return Object.assign(handler, { seen });
}

const once = (request: string, file = '') => `baseUrl: "{{ origin }}"\n${file}\nrequests: { a: { ${request} } }\n`;

describe('retry', () => {
  test.each([
    ['a status that passes', statuses(503, 502, 200)],
    ['a connection that is lost', statuses('hang', 'hang', 200)],
  ])('gets past %s, and the request is flaky', async (_name, handler) => {
    const outcome = await runYaml(once('get: /a, retry: { count: 2, every: 1ms }'), handler);
    expect(outcomes(outcome)).toEqual(['a passed']);
    expect(outcome.results[0]).toMatchObject({ flaky: true });
    expect(outcome.terminal).toContain('≈ GET    a  flaky: 3 tries  200');
    expect(outcome.terminal).toContain('1 passed, 0 failed, 0 skipped (1 flaky)');
    expect(outcome.junit).toContain('<flakyFailure message=');
    expect(outcome.junit).toMatch(/<stackTrace>.+, again after \d+ ms<\/stackTrace>/);
    expect(outcome.events.filter(({ type }) => type === 'retry')).toHaveLength(2);
  });

  test('ends with the last failure when it is used up', async () => {
    const handler = statuses(500);
    const outcome = await runYaml(once('get: /a, retry: { count: 2, every: 1ms, backoff: constant }'), handler);
    expect(outcomes(outcome)).toEqual(['a failed']);
    expect(handler.seen).toHaveLength(3);
    expect(outcome.terminal).toContain('HTTP 500, again after');
    expect(outcome.junit).toContain(', again after ');
  });

  test.each([
    ['on: [429]', statuses(500), 1],
    ['on: [5xx]', statuses('hang'), 1],
    ['on: [network]', statuses(500), 1],
    ['on: [5xx, 404]', statuses(404, 500, 500), 3],
  ])('is only for what %s names', async (on, handler, tries) => {
    await runYaml(once(`get: /a, retry: { count: 2, every: 1ms, ${on} }`), handler);
    expect(handler.seen).toHaveLength(tries);
  });

  test('is not for a status that is expected', async () => {
    const handler = statuses(503);
    const outcome = await runYaml(once('get: /a, expect: { status: 503 }, retry: { count: 2 }'), handler);
    expect(outcome.results[0]).toMatchObject({ outcome: 'passed', flaky: false });
    expect(handler.seen).toHaveLength(1);
  });

  test('that is inherited never sends an unsafe request twice, its own does', async () => {
    const inherited = 'retry: { count: 2, every: 1ms }';
    for (const [request, tries] of [
      ['get: /a', 3],
      ['post: /a', 1],
      ['post: /a, retry: { count: 1, every: 1ms }', 2],
      ['get: /a, retry: { count: 0 }', 1],
    ] as const) {
      const handler = statuses(500);
      await runYaml(once(request, inherited), handler);
      expect(handler.seen, request).toHaveLength(tries);
    }
  });

  test('ends when the run is cancelled', async () => {
    const controller = new AbortController();
    const handler: Handler = (_request, response) => {
      response.writeHead(500).end(() => controller.abort());
    };
    const yaml = once('get: /a, retry: { count: 2, every: 1h }');
    const outcome = await runYaml(yaml, handler, { signal: controller.signal });
    expect(outcome.results[0]).toMatchObject({ outcome: 'failed', cause: 'cancelled' });
  });
});

describe('a service that throttles', () => {
  const throttling = (times: number, retryAfter: string, status = 429): Handler => {
    let left = times;
    return (_request, response) => {
      left -= 1;
      if (left < 0) response.end('{}');
      else response.writeHead(status, { 'retry-after': retryAfter }).end();
    };
  };

  test.each([429, 503])('with %i is waited for without any `retry`, and nobody is flaky', async (status) => {
    const outcome = await runYaml(once('post: /a'), throttling(2, '0', status));
    expect(outcome.results[0]).toMatchObject({ outcome: 'passed', flaky: false, retries: [{ throttled: true }, {}] });
    expect(outcome.terminal).toContain(`HTTP ${status}, throttled, again after`);
    expect(outcome.junit).toContain(`<system-out>HTTP ${status}, throttled, again after`);
  });

  test('for longer than the run may wait fails at once and says when to come back', async () => {
    const outcome = await runYaml(once('get: /a, expect: { body: { $.a: 1 } }'), throttling(1, '3392'));
    expect(outcome.results[0]).toMatchObject({
      outcome: 'failed',
      cause: 'throttled',
      mismatches: [{ subject: 'status' }, { subject: 'body' }],
    });
    expect(outcome.terminal).toContain('asks to wait 57 min');
    expect(outcome.terminal).toMatch(/Run again after \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
  });

  test('for ever, and says to come back at once, uses up the time as well', async () => {
    const outcome = await runYaml(once('get: /a'), throttling(1_000, '0'), { throttleBudget: new ThrottleBudget(200) });
    expect(outcome.results[0]).toMatchObject({ cause: 'throttled', retries: [{ waitMs: 50 }, { waitMs: 100 }] });
  });

  test('uses up the time of the whole run', async () => {
    const outcome = await runYaml(once('get: /a'), throttling(1, '1'), { throttleBudget: new ThrottleBudget(500) });
    expect(outcome.results[0]).toMatchObject({ cause: 'throttled' });
  });

  test('is waited for once by requests that wait side by side', async () => {
    let calls = 0;
    const yaml = 'baseUrl: "{{ origin }}"\nrequests: { a: { get: /a }, b: { get: /b }, c: { get: /c } }';
    const handler: Handler = (_request, response) => {
      calls += 1;
      if (calls > 3) response.end();
      else response.writeHead(429, { 'retry-after': '1' }).end();
    };
    const outcome = await runYaml(yaml, handler, { throttleBudget: new ThrottleBudget(1_500) });
    expect(outcomes(outcome)).toEqual(['a passed', 'b passed', 'c passed']);
  });

  test('is taken at its word when that is what is expected', async () => {
    const outcome = await runYaml(once('get: /a, expect: { status: 429 }'), throttling(9, '3392'));
    expect(outcomes(outcome)).toEqual(['a passed']);
  });

  test('without a Retry-After fails as throttled', async () => {
    const outcome = await runYaml(once('get: /a'), json({}, 429));
    expect(outcome.results[0]).toMatchObject({ cause: 'throttled', retries: [] });
  });
});
