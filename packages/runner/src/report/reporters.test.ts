import { expect, test } from 'vitest';
import { json, runYaml } from '../testing/run-yaml.ts';

const yaml = `
name: 'All | kinds # of'
baseUrl: "{{ origin }}"
requests:
  good: { get: /good }
  flaky: { get: /flaky, name: "Comes | late\\n::error::x", retry: { count: 1, every: 1ms } }
  bad: { get: /bad, name: "50% <b>", expect: { status: 201, body: { $.secret: x } } }
  wrong: { get: "{{ nothing }}" }
  skipped: { get: /skipped, needs: [bad] }
`;

const secret = 'token/with+every=kind of "character"';

async function runAll() {
  let calls = 0;
  return runYaml(
    yaml,
    (request, response, body) => {
      if (request.url === '/flaky') calls += 1;
      json({ secret, token: { access_token: secret } }, calls === 1 ? 500 : 200)(request, response, body);
    },
    { concurrency: 1 },
  );
}

test('the JSON report has everything a program may want', async () => {
  const { json: report } = await runAll();
  const [run] = JSON.parse(report).runs;
  expect(run).toMatchObject({
    title: 'Test',
    total: 5,
    complete: true,
    summary: { passed: 2, flaky: 1, failed: 2, skipped: 1, cause: 'expectation' },
    results: [
      { id: 'good', method: 'GET', outcome: 'passed', status: 200, flaky: false, retries: [] },
      { id: 'flaky', outcome: 'passed', flaky: true, retries: [{ reason: 'HTTP 500', throttled: false }] },
      { id: 'bad', outcome: 'failed', cause: 'expectation', mismatches: [{ subject: 'status', actual: '200' }, {}] },
      { id: 'wrong', outcome: 'failed', cause: 'configuration', error: { code: 'ERR_VARIABLE_UNKNOWN' } },
      { id: 'skipped', outcome: 'skipped', reason: 'it needs bad, which did not pass' },
    ],
  });
  expect(run.results[2].exchange.response[0]).toBe('HTTP 200');
  expect(run.results[2].location).toMatchObject({ line: 7, column: 3 });
});

test('the TAP report is TAP 14', async () => {
  const { tap } = await runAll();
  const lines = tap.split('\n');
  expect(lines[0]).toBe('TAP version 14');
  expect(lines.at(-2)).toBe('1..5');
  expect(lines.filter((line) => /^(not )?ok/.test(line))).toEqual([
    'ok 1 - All | kinds \\# of › good',
    'ok 2 - All | kinds \\# of › Comes | late\\\\u000a::error::x',
    'not ok 3 - All | kinds \\# of › 50% <b>',
    'not ok 4 - All | kinds \\# of › wrong',
    'ok 5 - All | kinds \\# of › skipped # SKIP it needs bad, which did not pass',
  ]);
  expect(tap).toContain('  flaky: true\n');
  expect(tap).toContain('  code: "ERR_VARIABLE_UNKNOWN"\n');
});

test('the GitHub report annotates the line of what failed, and no text gets out of its place', async () => {
  const { annotations, summary } = await runAll();
  const lines = annotations.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(
    /^::warning file=smoke\.yaml,line=6,col=3,title=Comes \| late%0A%3A%3Aerror%3A%3Ax::HTTP 500/,
  );
  expect(lines[1]).toMatch(/^::error file=smoke\.yaml,line=7,col=\d+,title=50%25 <b>::status: expected 201, got 200; /);
  expect(lines[2]).toMatch(/^::error file=smoke\.yaml,line=8,col=\d+,title=wrong::/);
  expect(summary).toContain('### Test\n');
  expect(summary).toContain('| ⚠️ flaky | All \\| kinds # of › Comes \\| late\\\\u000a::error::x |');
  expect(summary).toContain('50% &lt;b>');
  expect(summary).toContain('**2 passed, 2 failed, 1 skipped** (1 flaky) in ');
});

test('no report shows a secret', async () => {
  const withCapture = yaml.replace('get: /good', 'get: /good, capture: { token: $.token.access_token }');
  const outcome = await runYaml(withCapture, json({ secret, token: { access_token: secret } }));
  const { json: report, tap, annotations, summary, junit, terminal } = outcome;
  for (const text of [report, tap, annotations, summary, junit, terminal]) {
    expect(text).not.toContain('with+every');
    expect(text.replaceAll('\\', '')).toContain('***');
  }
});

test('pages, polls and warnings are in every report', async () => {
  const outcome = await runYaml(
    `
baseUrl: "{{ origin }}"
requests:
  list: { get: /list, paginate: { by: skip, pages: 5, pageSize: 2 }, warn: { status: 201 } }
  start: { post: /start, poll: { get: /state, every: 1ms, timeout: 1s, until: { $.state: Done } } }
`,
    json({ value: [], state: 'Done' }),
  );
  const { results } = JSON.parse(outcome.json).runs[0];
  expect(results[0]).toMatchObject({ pages: 1, warnings: [{ subject: 'status', expected: '201', actual: '200' }] });
  expect(results[1].polls).toMatchObject({ attempts: 1, state: 'Done' });
  expect(outcome.tap).toMatch(/^ {2}pages: 1\n {2}warnings: \["status: expected 201, got 200"\]$/m);
  expect(outcome.tap).toMatch(/^ {2}polls: \{"attempts":1,.+"state":"Done"\}$/m);
  expect(outcome.summary).toMatch(/^\| ⚠️ \| .+ 1 pages; status: expected 201, got 200 \|$/m);
  expect(outcome.summary).toMatch(/polled 1 times: Done after /);
  expect(outcome.annotations).toMatch(
    /^::warning file=smoke\.yaml,line=4,col=\d+,title=list::status: expected 201, got 200$/m,
  );
  expect(outcome.junit).toContain('warning: status: expected 201, got 200 (');
  expect(outcome.junit).toMatch(/<system-out>polled 1 times: Done after \d+ ms<\/system-out>/);
});
