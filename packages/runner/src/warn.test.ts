import { expect, test } from 'vitest';
import { json, outcomes, runYaml } from './testing/run-yaml.ts';

const yaml = `
baseUrl: "{{ origin }}"
requests:
  slow:
    get: /
    expect: { status: 200 }
    warn: { headers: { x-limit: "5" }, body: { $.name: Sales, $.id: 1 } }
  bad:
    get: /
    expect: { status: 201 }
    warn: { body: { $.name: Sales } }
`;

test('an unmet `warn` fails nothing and is told by every reporter', async () => {
  const outcome = await runYaml(yaml, json({ name: 'Ops', id: 1 }), { concurrency: 1 });
  expect(outcomes(outcome)).toEqual(['slow passed', 'bad failed']);
  expect(outcome.terminal).toContain('warning  header x-limit');
  expect(outcome.terminal).toContain('1 passed, 1 failed, 0 skipped (3 warnings) in');
  const [run] = JSON.parse(outcome.json).runs;
  expect(run.summary).toMatchObject({ warnings: 3 });
  expect(run.results).toMatchObject([
    { warnings: [{ subject: 'header x-limit' }, { subject: '$.name', expected: '"Sales"', actual: '"Ops"' }] },
    { mismatches: [{ subject: 'status' }], warnings: [{ subject: '$.name', location: { line: 11 } }] },
  ]);
  expect(outcome.junit).toMatch(/<system-out>warning: header x-limit: expected &quot;5&quot;, got nothing/);
  expect(outcome.tap).toContain('warnings: ["header x-limit: expected');
  expect(outcome.annotations).toMatch(/^::warning file=smoke\.yaml,line=7,.*\$\.name: expected "Sales", got "Ops"$/m);
  expect(outcome.summary).toContain('(3 warnings)');
});

test('everything wrong with a response is told, also when its body is not JSON', async () => {
  const all = `
requests:
  page:
    get: "{{ origin }}"
    expect:
      status: 201
      headers: { x-a: "1" }
      body: { $.a: 1, "$.{{ unknown }}": 2, $.b: 3 }
    warn: { body: { $.a: 1 } }
`;
  const outcome = await runYaml(all, (_request, response) => {
    response.setHeader('content-type', 'text/html').end('<html>');
  });
  expect(outcome.results[0]).toMatchObject({
    outcome: 'failed',
    mismatches: [{ subject: 'status' }, { subject: 'header x-a' }, { subject: 'body', expected: 'JSON' }],
    error: { code: 'ERR_VARIABLE_UNKNOWN' },
    warnings: [{ subject: 'body', actual: expect.stringContaining('The body is not JSON (text/html, 6 bytes).') }],
  });
});
