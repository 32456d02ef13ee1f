import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTerminal, runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const one = (request: string) => `baseUrl: "{{ origin }}"\nrequests: { one: { ${request} } }\n`;
const WAITING = /Waiting for a file to change/;

/** Starts a watch on a collection with an environment, data and a report beside them, and waits for its first run. */
async function watchRuns(request: string) {
  let onRequest = (): void => undefined;
  const origin = await serve((_request, response) => {
    onRequest();
    response.end('{}');
  });
  const nextRequest = () =>
    new Promise<void>((done) => {
      onRequest = done;
    });
  const cwd = await tempDir({
    'c/a.yaml': one(request),
    'c/environments/test.yaml': 'variables: { path: first }\n',
    'data/rows.csv': 'row\nr1\n',
    'c/snapshots/one.json': '{}',
  });
  const args = ['run', 'c', '-e', 'test', '--var', `origin=${origin}`, '--data', 'data/rows.csv', '--watch'];
  const terminal = openTerminal([...args, '--reporter', 'terminal', '--reporter', 'json=c/report.json'], { cwd });
  await terminal.waitFor(WAITING);
  const save = (path: string, text: string) => writeFile(join(cwd, path), text);
  return { terminal, cwd, save, nextRequest };
}

describe('run --watch', { timeout: 30_000 }, () => {
  test('runs again when the collection, its environment, data or a snapshot changes, and starts on a clear screen', async () => {
    const { terminal, cwd, save, nextRequest } = await watchRuns('get: "/{{ path }}/{{ row }}"');
    expect(terminal.screen()).toContain('1 passed, 0 failed');
    await save('c/a.yaml', one('get: /, name: changed'));
    await terminal.waitFor(/GET {4}changed.*Waiting/s);
    expect(terminal.screen().match(/1 passed/g)).toHaveLength(1);
    // As editors do that never leave half a file behind.
    await save('c/new', one('get: /, name: replaced'));
    await rename(join(cwd, 'c/new'), join(cwd, 'c/a.yaml'));
    await terminal.waitFor(/GET {4}replaced.*Waiting/s);
    const isRunAgain = nextRequest();
    await save('c/snapshots/one.json', '{"a":1}');
    await isRunAgain;
    await save('c/a.yaml', one('get: /, when: { path: first }'));
    await terminal.waitFor(/GET {4}one {2}200.*Waiting/s);
    await save('c/environments/test.yaml', 'variables: { path: second }\n');
    await terminal.waitFor(/0 passed, 0 failed, 1 skipped.*Waiting/s);
    await save('data/rows.csv', 'row\nr2\nr3\n');
    await terminal.waitFor(/0 passed, 0 failed, 2 skipped.*Waiting/s);
    terminal.type('q');
    expect(await terminal.exit).toBe(0);
  });

  test('goes on after a mistake, and ends with the exit code of the last run', async () => {
    const { terminal, save } = await watchRuns('get: /');
    await save('c/environments/test.yaml', 'variabels: {}\n');
    await terminal.waitFor(/Did you mean `variables`.*Waiting/s);
    await save('c/environments/test.yaml', 'variables: {}\n');
    await terminal.waitFor(/1 passed, 0 failed.*Waiting/s);
    await save('c/a.yaml', one('get: /, expect: { status: 404 }'));
    await terminal.waitFor(/0 passed, 1 failed.*Waiting/s);
    terminal.type('\u0003');
    expect(await terminal.exit).toBe(1);
  });

  test('runs once more when something changes during a run', async () => {
    let release = (): void => undefined;
    const seen: string[] = [];
    const origin = await serve((request, response) => {
      seen.push(request.url ?? '');
      if (request.url === '/second') response.end();
      else release = () => response.end();
    });
    const cwd = await tempDir({ 'a.yaml': one('get: /first') });
    const terminal = openTerminal(['run', 'a.yaml', '--watch', '--var', `origin=${origin}`], { cwd });
    await terminal.waitFor('… 0/1  one');
    await writeFile(join(cwd, 'a.yaml'), one('get: /second, name: second'));
    release();
    await terminal.waitFor(/GET {4}second.*Waiting/s);
    expect(seen).toEqual(['/first', '/second']);
  });

  test('ends on a signal where there is no terminal', async () => {
    const cwd = await tempDir({ 'a.yaml': one('get: /') });
    const origin = await serve((_request, response) => response.end());
    const result = await runProgram(['run', 'a.yaml', '--watch', '--var', `origin=${origin}`], {
      cwd,
      onOutput: (output, kill) => output.includes('1 passed') && kill('SIGTERM'),
    });
    expect(result.stdout).not.toContain('\u001b');
    expect([0, 8]).toContain(result.exitCode);
  });
});
