import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Validator } from '@cfworker/json-schema';
import { type Handler, runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';

const HOSTILE = ']]> \u0001\u001b[31m <b>&amp; \ud800 "quoted"';

const collection = `name: All kinds
baseUrl: "{{ origin }}"
requests:
  good: { get: /good, warn: { status: 201 } }
  flaky: { get: /flaky, retry: { count: 1, every: 1ms } }
  bad: { get: /bad, name: ${JSON.stringify(HOSTILE)}, expect: { status: 201, body: { $.said: none } }, retry: { count: 1, every: 1ms, on: [404] } }
  wrong: { get: "{{ nothing }}" }
  dead: { get: "http://127.0.0.1:1/" }
  after: { get: /after, needs: [bad] }
  list: { get: /list, paginate: { by: skip, pages: 5, pageSize: 2 } }
`;

function answers(): Handler {
  let flaky = 0;
  return (request, response) => {
    flaky += request.url === '/flaky' ? 1 : 0;
    const body = request.url?.startsWith('/list') ? { value: [1] } : { said: HOSTILE };
    response.writeHead(request.url === '/flaky' && flaky === 1 ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
}

/** Runs a collection of all kinds of results, and returns what was written to `out`. */
async function runAll(reporters: readonly string[], files: Record<string, string> = { 'all.yaml': collection }) {
  const origin = await serve(answers());
  const cwd = await tempDir(files);
  const args = reporters.flatMap((reporter) => ['--reporter', reporter]);
  const result = await runProgram(['run', '.', '--var', `origin=${origin}`, ...args], { cwd });
  return { ...result, cwd, read: (name: string) => readFile(join(cwd, name), 'utf8') };
}

async function validate(report: string): Promise<void> {
  const { stdout } = await runProgram(['validate', '--schema', 'report']);
  const { errors } = new Validator(JSON.parse(stdout), '2020-12', false).validate(JSON.parse(report));
  expect(errors).toEqual([]);
}

test('a JSON report is what its schema says', async () => {
  const { read, exitCode } = await runAll(['json=out.json']);
  expect(exitCode).toBe(1);
  const report = await read('out.json');
  await validate(report);
  const [run] = JSON.parse(report).runs;
  expect(run).toMatchObject({ complete: true, summary: { passed: 3, flaky: 1, failed: 3, skipped: 1, warnings: 1 } });
  expect(run.results[0].timings).toMatchObject({ headersMs: expect.any(Number), totalMs: expect.any(Number) });
  expect(run.results.at(-1)).toMatchObject({ name: 'list', pages: 1 });
});

test('a JUnit report is what Jenkins and Surefire take, also with hostile text', async () => {
  const { read } = await runAll(['junit=out.xml']);
  const xml = { fileName: 'out.xml', contents: await read('out.xml') };
  expect(xml.contents).toMatch(/<failure .+<flakyFailure |<flakyFailure .+<failure /s);
  expect(xml.contents).toContain('<error ');
  expect(xml.contents).toContain('<skipped ');
  const contents = await readFile(fileURLToPath(new URL('junit-both-schemas.xsd', import.meta.url)), 'utf8');
  const result = await validateXML({ xml, schema: { fileName: 'both.xsd', contents } });
  expect(result.errors).toEqual([]);
  expect(result.valid).toBe(true);
});

test('several reports are written whole, two of a kind too, and leave nothing beside them', async () => {
  const kinds = ['json=out/1.json', 'json=out/2.json', 'junit=out/1.xml', 'tap=out/1.tap', 'html=out/1.html'];
  const { cwd, read } = await runAll(kinds);
  expect((await readdir(join(cwd, 'out'))).sort()).toEqual(['1.html', '1.json', '1.tap', '1.xml', '2.json']);
  expect(await read('out/1.json')).toBe(await read('out/2.json'));
});

test('a file that is wrong is in the report, and in the exit code of what is merged from it', async () => {
  const good = 'requests: { one: { get: "{{ origin }}" } }\n';
  const first = await runAll(['json=out.json'], { 'a.yaml': good, 'b.yaml': 'requests: { two: { gte: x } }\n' });
  expect(first.exitCode).toBe(3);
  const report = await first.read('out.json');
  await validate(report);
  expect(JSON.parse(report).runs[0].problems[0]).toMatchObject({ code: 'ERR_SCHEMA', location: { file: 'b.yaml' } });
  const merged = await runProgram(['report', 'merge', 'out.json'], { cwd: first.cwd });
  expect(merged.exitCode).toBe(3);
});

describe('a second Ctrl+C', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '(%s) waits for no teardown, and still writes the reports',
    async (signal) => {
      let send = (): void => undefined;
      const origin = await serve((request, response) => {
        if (request.method === 'POST' && request.url === '/things') response.end('{"id":7}');
        // The teardown hangs as well.
        else if (request.method === 'DELETE') send();
      });
      const cwd = await tempDir({
        'a.yaml': `baseUrl: "{{ origin }}"
requests:
  create: { post: /things, capture: { id: $.id } }
  hang: { post: /hang }
  remove: { delete: "/things/{{ id }}", teardown: true }
`,
      });
      let isStopped = false;
      const reporters = ['terminal', 'json=out.json', 'junit=out.xml', 'html=out.html', 'tap=out.tap'];
      const result = await runProgram(
        ['run', 'a.yaml', '--var', `origin=${origin}`, ...reporters.flatMap((name) => ['--reporter', name])],
        {
          cwd,
          onOutput: (output, kill) => {
            send = () => kill(signal);
            if (isStopped || !output.includes('✔ POST   create')) return;
            isStopped = true;
            kill(signal);
          },
        },
      );
      expect(result.exitCode).toBe(8);
      const report = await readFile(join(cwd, 'out.json'), 'utf8');
      await validate(report);
      expect(JSON.parse(report).runs[0]).toMatchObject({ complete: false, summary: null, total: 3 });
      expect(JSON.parse(report).runs[0].results[0]).toMatchObject({ name: 'create', outcome: 'passed' });
      expect(await readFile(join(cwd, 'out.xml'), 'utf8')).toMatch(/<testcase name="create".+<\/testsuites>\n$/s);
      expect(await readFile(join(cwd, 'out.html'), 'utf8')).toContain('The run was interrupted');
      expect(await readFile(join(cwd, 'out.tap'), 'utf8')).toMatch(/^1\.\.\d$/m);
      const merged = await runProgram(['report', 'merge', 'out.json'], { cwd });
      expect(merged.stderr).toContain('out.json is of a run that was interrupted.');
      expect(merged.exitCode).toBe(8);
    },
  );
});

describe('report merge', () => {
  const one = (name: string, path: string, more = '') =>
    `baseUrl: "{{ origin }}"\nrequests: { ${name}: { get: ${path}${more} } }\n`;
  const files = {
    'c/a.yaml': one('a', '/a'),
    'c/b.yaml': one('b', '/b', ', expect: { status: 404 }'),
    'c/c.yaml': one('c', '/c', ', needs: [d/d]'),
    'c/d.yaml': one('d', '/d', ', expect: { status: 500 }'),
  };

  /** Runs three shards, and returns where their reports are. */
  async function runShards() {
    const origin = await serve((_request, response) => response.end('{}'));
    const cwd = await tempDir(files);
    const ran: (number | null)[] = [];
    for (const index of [1, 2, 3]) {
      const args = [
        'run',
        'c',
        '--var',
        `origin=${origin}`,
        '--shard',
        `${index}/3`,
        '--reporter',
        `json=${index}.json`,
      ];
      ran.push((await runProgram(args, { cwd })).exitCode);
    }
    expect(ran).toEqual([1, 1, 1]);
    return { cwd, origin };
  }

  test('reports the shards as one, by any reporter, and exits as the whole', async () => {
    const { cwd } = await runShards();
    const kinds = ['terminal', 'json=all.json', 'junit=all.xml', 'html=all.html', 'tap=all.tap', 'github'];
    const args = kinds.flatMap((name) => ['--reporter', name]);
    const summary = join(cwd, 'summary.md');
    const result = await runProgram(['report', 'merge', '3.json', '1.json', '2.json', ...args], {
      cwd,
      env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
    });
    expect(result).toMatchObject({ exitCode: 1, stderr: '' });
    expect(result.stdout).toContain('1 passed, 3 failed, 1 skipped');
    expect(result.stdout).toMatch(/^::error file=c\/b\.yaml,line=2,/m);
    expect(result.stdout.match(/^ {2}. GET {4}(\w)/gm)?.map((line) => line.at(-1))).toEqual(['a', 'd', 'b', 'c', 'd']);
    const report = await readFile(join(cwd, 'all.json'), 'utf8');
    await validate(report);
    expect(JSON.parse(report).runs).toMatchObject([{ complete: true, total: 5, summary: { passed: 1, failed: 3 } }]);
    expect(await readFile(join(cwd, 'all.xml'), 'utf8')).toContain('tests="5" failures="3"');
    expect(await readFile(join(cwd, 'all.html'), 'utf8')).toContain('1 passed, 3 failed, 1 skipped');
    expect(await readFile(join(cwd, 'all.tap'), 'utf8')).toContain('1..5');
    expect(await readFile(summary, 'utf8')).toContain('**1 passed, 3 failed, 1 skipped**');
  });

  test('says which shard is missing or there twice', async () => {
    const { cwd } = await runShards();
    const missing = await runProgram(['report', 'merge', '1.json', '3.json', '--reporter', 'json=all.json'], { cwd });
    expect(missing.stderr).toContain('Shard 2/3 of "c" is missing.');
    expect(missing.exitCode).toBe(1);
    expect(JSON.parse(await readFile(join(cwd, 'all.json'), 'utf8')).runs[0]).toMatchObject({ complete: false });
    const twice = await runProgram(['report', 'merge', '1.json', '2.json', '3.json', '1.json'], { cwd });
    expect(twice.stderr).toContain('1.json and 1.json are both shard 1/3.');
    expect(twice.exitCode).toBe(3);
  });

  test('says what is no report', async () => {
    const cwd = await tempDir({ 'a.json': '{"version":1,"runs":[{}]}', 'b.json': 'x' });
    const wrong = await runProgram(['report', 'merge', 'a.json'], { cwd });
    expect(wrong.stderr).toContain('a.json is no JSON report of Waybill. runs.0.title');
    expect(wrong.exitCode).toBe(3);
    expect((await runProgram(['report', 'merge', 'b.json'], { cwd })).stderr).toContain('It is not JSON.');
    expect((await runProgram(['report', 'merge', 'c.json'], { cwd })).stderr).toContain('`c.json` cannot be read');
  });

  test('a merged report deals the files out by what they took', async () => {
    const cwd = await tempDir({ ...files, 'c/c.yaml': one('c', '/c'), 'c/b.yaml': one('b', '/b') });
    const seen: string[] = [];
    const origin = await serve((request, response) => {
      seen.push(request.url ?? '');
      response.end('{}');
    });
    const run = (...args: string[]) => runProgram(['run', 'c', '--var', `origin=${origin}`, ...args], { cwd });
    await run('--reporter', 'json=past.json');
    const past = JSON.parse(await readFile(join(cwd, 'past.json'), 'utf8'));
    const took: Record<string, number> = { a: 100, b: 900, c: 300, d: 200 };
    for (const result of past.runs[0].results) result.durationMs = took[result.name];
    const durations = join(await tempDir({ 'durations.json': JSON.stringify(past) }), 'durations.json');
    seen.length = 0;
    await run('--shard', '1/2', '--durations', durations, '--concurrency', '1');
    expect(seen).toEqual(['/b']);
    seen.length = 0;
    await run('--shard', '2/2', '--durations', durations, '--concurrency', '1');
    expect(seen).toEqual(['/a', '/c', '/d']);
    expect((await run('--durations', durations)).stderr).toContain('--durations is for --shard.');
    expect((await run('--shard', '1/2', '--durations', 'nowhere.json')).exitCode).toBe(3);
  });
});
