import type { Handler } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { iterationsOf } from './index.ts';
import { outcomes, runYaml } from './testing/run-yaml.ts';

const yaml = `
name: Rows
baseUrl: "{{ origin }}"
variables: { name: from-file }
requests:
  first: { get: "/first/{{ name }}", capture: { id: $.id } }
  second: { get: "/second/{{ id }}/{{ top }}" }
`;

function recorder(): Handler & { readonly seen: string[] } {
  const seen: string[] = [];
  const handler: Handler = (request, response) => {
    seen.push(request.url ?? '');
    response.end(`{"id":"${request.url?.split('/').at(-1)}"}`);
  };
  return Object.assign(handler, { seen });
}

test('each row runs everything with its values, below the command line and above the files', async () => {
  const handler = recorder();
  const rows = [
    { name: 'a', top: 1 },
    { name: 'b', top: '{{ origin }}' },
  ];
  const variables = { top: 9 };
  const outcome = await runYaml(yaml, handler, { iterations: iterationsOf(rows), variables });
  expect(handler.seen).toEqual(['/first/a', '/second/a/9', '/first/b', '/second/b/9']);
  expect(outcome.results.map(({ request }) => request.trail)).toEqual([
    ['Rows', 'row 1'],
    ['Rows', 'row 1'],
    ['Rows', 'row 2'],
    ['Rows', 'row 2'],
  ]);
  expect(outcome.events[0]).toMatchObject({ total: 4 });
  expect(outcome.events.at(-1)).toMatchObject({ summary: { passed: 4 } });
  expect(outcome.terminal).toContain('\nRows › row 2\n');
  expect(outcome.junit).toContain('<testsuite name="Rows › row 2" tests="2"');
});

test('a value of a row is above what is captured, and never a template', async () => {
  const handler = recorder();
  const iterations = iterationsOf([{ id: '{{ origin }}', top: 1 }]);
  await runYaml(yaml, handler, { iterations });
  expect(handler.seen[1]).toBe('/second/%7B%7B%20origin%20%7D%7D/1');
});

test('what one time through captured is gone in the next', async () => {
  let calls = 0;
  const handler: Handler = (_request, response) => {
    calls += 1;
    response.end(calls === 1 ? '{"id":1}' : '{}');
  };
  const outcome = await runYaml(yaml, handler, { iterations: iterationsOf(undefined, 2), variables: { top: 1 } });
  expect(outcomes(outcome)).toEqual(['first passed', 'second passed', 'first failed', 'second skipped']);
  expect(outcome.results.at(-1)?.request.trail).toEqual(['Rows', 'iteration 2']);
});

test('bail ends all rows', async () => {
  const iterations = iterationsOf([{ top: 1 }, { top: 2 }], 2);
  const outcome = await runYaml(yaml, (_request, response) => response.writeHead(500).end(), {
    iterations,
    bail: true,
  });
  expect(outcome.events.at(-1)).toMatchObject({ summary: { failed: 1, skipped: 7 } });
  expect(outcome.results.at(-1)?.request.trail).toEqual(['Rows', 'row 2, iteration 2']);
});
