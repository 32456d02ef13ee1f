import { randomUUID } from 'node:crypto';
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTerminal, runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const SECRET = 'hunter2-is-not-good';
const STORED = 'c/__snapshots__/smoke.yaml';

/** A collection whose requests expect snapshots, and a server whose ids and dates are others each time. */
async function prepare(requests: string) {
  const server = { name: 'Sales', text: 'all well', requests: 0 };
  const origin = await serve((request, response) => {
    server.requests += 1;
    if (request.url === '/text') return void response.end(`${server.text} at ${new Date().toISOString()}`);
    const [id, other] = [randomUUID(), randomUUID()];
    const value = [
      { id, name: server.name, url: `https://example.org/groups/${id}`, parent: other },
      { id: other, name: 'HR', note: `the password is ${SECRET}` },
    ];
    const body = { count: 2, createdOn: new Date().toISOString(), value, tookMs: Math.random() };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  const yaml = (inner: string) => `baseUrl: "{{ origin }}"\nrequests:\n${inner}`;
  const folder = await tempDir({ 'c/smoke.yaml': yaml(requests) });
  const variables = ['--var', `origin=${origin}`, '--var', `password=${SECRET}`];
  return {
    server,
    folder,
    variables,
    run: (...more: string[]) => runProgram(['run', 'c', ...variables, ...more], { cwd: folder }),
    stored: () => readFile(join(folder, STORED), 'utf8'),
    write: (text: string) => writeFile(join(folder, STORED), text),
    // As editors do that never leave half a file behind.
    edit: async (inner: string) => {
      await writeFile(join(folder, 'edited'), yaml(inner));
      await rename(join(folder, 'edited'), join(folder, 'c/smoke.yaml'));
    },
  };
}

const LIST = '  list: { get: /, expect: { snapshot: { ignore: [$.tookMs] } } }\n';
const TEXT = '  text: { get: /text, expect: { snapshot: true } }\n';

describe('a snapshot', () => {
  test('that is not there is missed, stored by --update without a secret, and met by other ids and dates', async () => {
    const { run, stored } = await prepare(TEXT + LIST);
    const missing = await run();
    expect(missing.exitCode).toBe(1);
    expect(missing.stdout).toMatch(
      /snapshot\n +expected {2}a stored snapshot\n +actual {4}none: `waybill run --update`/,
    );
    await expect(stored()).rejects.toThrow('ENOENT');

    const update = await run('--update');
    expect([update.exitCode, update.stderr]).toEqual([0, expect.stringContaining('Snapshots stored: 2.')]);
    const text = await stored();
    expect(text.split('\n').slice(1).join('\n')).toBe(`list:
  count: 2
  createdOn: <date-time>
  value:
    - id: <guid 1>
      name: Sales
      url: https://example.org/groups/<guid 1>
      parent: <guid 2>
    - id: <guid 2>
      name: HR
      note: the password is ***
text: all well at <date-time>
`);
    // The second run takes the files of snapshots for no collection files.
    const second = await run();
    expect([second.exitCode, second.stdout]).toEqual([0, expect.stringContaining('2 passed, 0 failed')]);
    expect(await stored()).toBe(text);
  });

  test('that differs is told path by path, and stays', async () => {
    const { run, stored, write, server } = await prepare(TEXT + LIST);
    await run('--update');
    server.name = 'Marketing';
    server.text = 'nothing well';
    const text = (await stored()).replace('count: 2', 'total: 2');
    await write(text);
    const { stdout, exitCode } = await run();
    expect(exitCode).toBe(1);
    const told = [...stdout.matchAll(/^ {6}(snapshot .*)\n +expected {2}(.*)\n +actual {4}(.*)$/gm)];
    expect(told.map(([, ...texts]) => texts)).toEqual([
      ['snapshot $', '"all well at <date-time>"', '"nothing well at <date-time>"'],
      ["snapshot $['total']", '2', 'nothing'],
      ["snapshot $['value'][0]['name']", '"Sales"', '"Marketing"'],
      ["snapshot $['count']", 'nothing', '2'],
    ]);
    expect(await stored()).toBe(text);
  });

  test('is not stored of a response that is not as expected otherwise, and is removed with its request', async () => {
    const { run, stored, edit, folder } = await prepare(TEXT + LIST);
    await run('--update');
    const text = await stored();
    await edit(`${LIST}  text: { get: /, expect: { status: 201, snapshot: true } }\n`);
    expect((await run('--update')).exitCode).toBe(1);
    expect(await stored()).toBe(text);
    await edit(LIST);
    expect((await run('--update')).exitCode).toBe(0);
    expect(await stored()).toBe(text.replace(/^text: .*\n/m, ''));
    await edit('  list: { get: / }\n');
    await run('--update');
    await expect(access(join(folder, STORED))).rejects.toThrow('ENOENT');
  });

  test('of a request that is not run is kept', async () => {
    const { run, stored } = await prepare(TEXT + LIST);
    await run('--update');
    const text = await stored();
    await run('--update', '--request', 'smoke/text');
    expect(await stored()).toBe(text);
  });

  test('is one for each row of data', async () => {
    const { run, stored, folder } = await prepare(
      '  list: { get: "/{{ path }}", expect: { snapshot: { ignore: [$.*] } } }\n',
    );
    await writeFile(join(folder, 'rows.csv'), 'path\ntext\nlist\n');
    await run('--update', '--data', 'rows.csv');
    expect(await stored()).toMatch(/^list \[row 1\]: all well at <date-time>\nlist \[row 2\]: \{\}\n/m);
    expect((await run('--data', 'rows.csv')).exitCode).toBe(0);
    expect((await run()).exitCode).not.toBe(0);
  });

  test('that differs fails nothing below warn', async () => {
    const { run, server } = await prepare('  text: { get: /text, warn: { snapshot: true } }\n');
    await run('--update');
    server.text = 'changed';
    const { stdout, exitCode } = await run();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /snapshot \$\n +expected {2}"all well at <date-time>"\n +actual {4}"changed at <date-time>"/,
    );
  });
});

test('at most 50 differences are told, and how many more there are', async () => {
  const numbers = { from: 0 };
  const origin = await serve((_request, response) => {
    response.end(JSON.stringify(Array.from({ length: 60 }, (_, index) => numbers.from + index * 1000)));
  });
  const cwd = await tempDir({ 'a.yaml': `requests: { a: { get: "{{ origin }}", expect: { snapshot: true } } }` });
  const args = ['run', 'a.yaml', '--var', `origin=${origin}`, '--reporter', 'tap=report.tap'];
  await runProgram([...args, '--update'], { cwd });
  numbers.from = 1;
  await runProgram(args, { cwd });
  const tap = await readFile(join(cwd, 'report.tap'), 'utf8');
  expect(tap.match(/snapshot \$\[\d+\]/g)).toHaveLength(50);
  expect(tap).toContain('10 more');
});

test.each([
  ['list: [\n', /smoke\.yaml:\d+:\d+[\s\S]*--update/],
  ['- list\n', /smoke\.yaml:1:1[\s\S]*must be a mapping[\s\S]*--update/],
])('a broken file of snapshots (%j) is located before anything is sent', async (text, told) => {
  const { run, write } = await prepare(LIST);
  await run('--update');
  await write(text);
  const { exitCode, stdout, stderr } = await run();
  expect(exitCode).toBe(3);
  expect(stdout + stderr).toMatch(told);
  expect(stdout + stderr).not.toMatch(/^ +at /m);
});

test('slips are located, and a dry run can store nothing', async () => {
  const { run, edit } = await prepare(LIST);
  expect((await run('--update', '--dry-run')).stderr).toContain('--update and --dry-run exclude each other');
  await edit(`  a: { get: /, expect: { snapshot: { ignore: ["$["] } }, warn: { snapshot: true } }
  b: { get: /, expect: { snapshot: false } }
  c: { get: /, expect: { snapshot: { ingore: [$.a] } } }
`);
  const { stderr, exitCode } = await run();
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/smoke\.yaml:3:\d+[\s\S]*The JSONPath `\$\[` is wrong/);
  expect(stderr).toContain('both have a `snapshot`');
  expect(stderr).toMatch(/smoke\.yaml:4:\d+/);
  expect(stderr).toMatch(/smoke\.yaml:5:\d+/);
});

test('--watch is not started again by the snapshots it stores', { timeout: 30_000 }, async () => {
  const { variables, folder, edit, stored, server } = await prepare(TEXT);
  const terminal = openTerminal(['run', 'c', ...variables, '--update', '--watch'], { cwd: folder });
  await terminal.waitFor(/Snapshots stored: 1.*Waiting for a file/s);
  server.text = 'changed';
  await edit(TEXT.replace('text:', 'other:'));
  await terminal.waitFor(/GET {4}other.*Snapshots stored: 1.*Waiting for a file/s);
  expect(await stored()).toContain('other: changed');
  terminal.type('q');
  expect(await terminal.exit).toBe(0);
  expect(server.requests).toBe(2);
});

test('a body that nests too deeply to be stored fails its own request only', async () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  const origin = await serve((request, response) => response.end(nested(Number(request.url?.slice(1)))));
  const one = (levels: number) => `{ get: "{{ origin }}/${levels}", expect: { snapshot: true } }`;
  const yaml = `requests: { fits: ${one(100)}, deep: ${one(600)}, deeper: ${one(20_000)} }`;
  const cwd = await tempDir({ 'a.yaml': yaml });
  const args = ['run', 'a.yaml', '--var', `origin=${origin}`];
  const { stdout, stderr } = await runProgram([...args, '--update'], { cwd });
  expect(stdout).toContain('1 passed, 2 failed');
  expect(stdout).toContain('it leads too deep');
  expect(stderr).toContain('Snapshots stored: 1.');
  expect((await runProgram([...args, '--request', 'fits'], { cwd })).exitCode).toBe(0);
});

test('the terminal UI compares snapshots, and stores none', { timeout: 30_000 }, async () => {
  const { variables, folder, run, stored, server } = await prepare(TEXT + LIST);
  await run('--update', '--request', 'smoke/text');
  const text = await stored();
  server.text = 'changed';
  const terminal = openTerminal(['-c', 'c', ...variables], { cwd: folder });
  await terminal.waitFor('›');
  terminal.type('r');
  await terminal.waitFor('0 passed, 2 failed');
  expect(terminal.screen()).toMatch(/text .*snapshot \$: expected "all well at <date-time>"/);
  expect(terminal.screen()).toMatch(/list .*snapshot: expected a stored snapshot/);
  expect(await stored()).toBe(text);
});
