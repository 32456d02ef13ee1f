import type { Handler } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { iterationsOf } from './index.ts';
import { outcomes, runYaml } from './testing/run-yaml.ts';

const yaml = `
baseUrl: "{{ origin }}"
requests:
  remove: { delete: "/things/{{ id }}", teardown: true }
  create: { post: /things, capture: { id: $.id } }
  use: { post: /use }
  after: { post: /after }
`;

function server(answers: Readonly<Record<string, number>> = {}): Handler & { readonly seen: string[] } {
  const seen: string[] = [];
  const handler: Handler = (request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(answers[request.url ?? ''] ?? 200).end('{"id":7}');
  };
  return Object.assign(handler, { seen });
}

test('a teardown runs last, wherever it stands', async () => {
  const handler = server();
  const outcome = await runYaml(yaml, handler);
  expect(handler.seen.at(-1)).toBe('DELETE /things/7');
  expect(outcomes(outcome)).toEqual(['create passed', 'use passed', 'after passed', 'remove passed']);
});

test('a teardown runs after a failure, with bail as well', async () => {
  const handler = server({ '/use': 500 });
  const outcome = await runYaml(yaml.replace('teardown: true', 'teardown: true, needs: [use]'), handler, {
    bail: true,
  });
  expect(handler.seen).toEqual(['POST /things', 'POST /use', 'DELETE /things/7']);
  expect(outcomes(outcome)).toEqual(['create passed', 'use failed', 'after skipped', 'remove passed']);
});

test('a teardown runs after a cancellation', async () => {
  const controller = new AbortController();
  const handler = server();
  const stopping: Handler = (request, response, body) => {
    if (request.url === '/use') controller.abort();
    else handler(request, response, body);
  };
  const outcome = await runYaml(yaml, stopping, { signal: controller.signal });
  expect(outcomes(outcome)).toEqual(['create passed', 'use failed', 'after skipped', 'remove passed']);
});

test('a teardown that hangs after a cancellation ends with the grace', async () => {
  const controller = new AbortController();
  const outcome = await runYaml(
    yaml,
    (request, response) => {
      if (request.url === '/things') response.end('{"id":7}');
      else controller.abort();
    },
    { signal: controller.signal, teardownGraceMs: 30 },
  );
  expect(outcome.results.at(-1)).toMatchObject({ outcome: 'failed', cause: 'cancelled' });
});

test('a teardown is skipped when what it needs was never captured, and says so', async () => {
  const outcome = await runYaml(yaml, server({ '/things': 500 }));
  expect(outcomes(outcome)).toEqual(['create failed', 'use passed', 'after passed', 'remove skipped']);
  expect(outcome.terminal).toContain('skipped: it uses "id", which create did not capture');
  expect(outcome.junit).toContain('<skipped message="it uses &quot;id&quot;, which create did not capture"/>');
});

test('a teardown also removes what a request created that then failed its expectations', async () => {
  const failing = yaml
    .replace('create: { post: /things,', 'create: { post: /things, expect: { body: { $.name: x } },')
    .replace('post: /use', 'post: "/use/{{ id }}"');
  const handler = server();
  const outcome = await runYaml(failing, handler);
  expect(outcomes(outcome)).toEqual(['create failed', 'use skipped', 'after passed', 'remove passed']);
  expect(handler.seen.at(-1)).toBe('DELETE /things/7');
});

test('a selection brings the teardown of what it captures, if asked to', async () => {
  const selected = async (selection: object) => outcomes(await runYaml(yaml, server(), { selection }));
  expect(await selected({ requests: ['create'], withTeardown: true })).toEqual(['create passed', 'remove passed']);
  expect(await selected({ requests: ['create'] })).toEqual(['create passed']);
  expect(await selected({ requests: ['use'], withTeardown: true })).toEqual(['use passed']);
});

test('a selection brings no teardown that needs more than was selected', async () => {
  const more = yaml
    .replace('/things/{{ id }}', '/things/{{ id }}/{{ other }}')
    .replace('use: {', 'use: { capture: { other: $.id },');
  const outcome = await runYaml(more, server(), { selection: { requests: ['create'], withTeardown: true } });
  expect(outcomes(outcome)).toEqual(['create passed']);
});

test('a data row that was never begun is not cleaned up', async () => {
  const simple = 'baseUrl: "{{ origin }}"\nrequests: { a: { post: /a }, b: { delete: /b, teardown: true } }';
  const handler = server({ '/a': 500 });
  const outcome = await runYaml(simple, handler, { bail: true, iterations: iterationsOf([{}, {}]) });
  expect(outcomes(outcome)).toEqual(['a failed', 'b passed', 'a skipped', 'b skipped']);
  expect(outcome.terminal).toContain('skipped: nothing ran that it could clean up');
});
