import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runProgram, tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';

const readme = await readFile(fileURLToPath(new URL('../../../README.md', import.meta.url)), 'utf8');
const yaml = [...readme.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, code]) => code as string);

test('the collection and the environment of the README are valid', async () => {
  const [collection, environment, ...others] = yaml;
  expect(others).toEqual([]);
  const cwd = await tempDir({ 'smoke.yaml': collection as string, 'environments/real.yaml': environment as string });
  const result = await runProgram(['validate', 'smoke.yaml', '-e', 'real'], { cwd });
  expect(result).toMatchObject({ exitCode: 0, stdout: 'smoke.yaml: 2 requests, no mistakes.\n', stderr: '' });
});

test('every environment that ships is valid for the collection it ships with', async () => {
  const powerbi = fileURLToPath(new URL('../../../collections/powerbi', import.meta.url));
  for (const environment of ['sandbox', 'public']) {
    const result = await runProgram(['validate', powerbi, '-e', environment]);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  }
});

test('every command and option of the README exists', async () => {
  const table = /## Commands.*?\n\n(?=With no command)/s.exec(readme)?.[0] ?? '';
  const rows = [...table.matchAll(/^\| `((?:auth |report )?[a-z]+)[^`]*` *\|(.*)\|$/gm)];
  expect(rows.map(([, command]) => command)).toEqual([
    'run',
    'report merge',
    'validate',
    ...['login', 'token', 'status', 'logout', 'explain'].map((command) => `auth ${command}`),
    'doctor',
    'sandbox',
  ]);
  const optionsOfRun = /^\| `run` with.*?\n\n/ms.exec(table)?.[0] ?? '';
  for (const [row, command] of [...rows, [optionsOfRun, 'run']]) {
    const { stdout } = await runProgram([...(command as string).split(' '), '--help']);
    for (const [option] of (row as string).matchAll(/--[a-z]+(?:-[a-z]+)*/g)) expect(stdout).toContain(option);
  }
  expect(optionsOfRun.match(/--[a-z]/g)?.length).toBeGreaterThan(15);
});
