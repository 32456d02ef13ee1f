import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  openTerminal,
  recordingProxy,
  runProgram,
  sandboxSeed as seed,
  startTestSandbox,
  tempDir,
} from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const powerbi = fileURLToPath(new URL('../../../collections/powerbi', import.meta.url));
const ENTER = '\r';
const ESCAPE = '\u001b';

/** Opens the shipped collection against a sandbox; waits for the first screen. */
async function openPowerBi(
  options: { columns?: number; rows?: number; env?: Record<string, string>; extra?: string } = {},
) {
  const cwd = await tempDir();
  // Without the smoke tests: the journey is enough to look at.
  await cp(powerbi, join(cwd, 'powerbi'), { recursive: true, filter: (source) => basename(source) !== 'smoke' });
  if (options.extra !== undefined) await writeFile(join(cwd, 'powerbi/extra.yaml'), options.extra);
  const { origin, tokens } = await recordingProxy((await startTestSandbox({ refreshDurationMs: 700 })).url);
  const args = ['-c', 'powerbi', '-e', 'sandbox', '--var', `apiUrl=${origin}`, '--var', `authorityUrl=${origin}`];
  const terminal = openTerminal(args, { cwd, ...options });
  await terminal.waitFor('›');
  return { terminal, cwd, tokens };
}

describe('the terminal UI', { timeout: 30_000 }, () => {
  test('sends a request, and shows its response, its token and its checks', async () => {
    const { terminal, tokens } = await openPowerBi();
    terminal.type('jj');
    await terminal.waitFor(/›.*The admin API/);
    await terminal.waitFor('identity  service-principal');
    terminal.type(ENTER);
    await terminal.waitFor(/200 · \d+ ms · \d+ B/);
    await terminal.waitFor('"@odata.context"');
    await terminal.waitFor(/expires +in \d+ min \d+ s/);
    expect(terminal.screen()).toContain('app-only');
    terminal.type('4]]');
    await terminal.waitFor('✔ Everything is as expected.');
    for (const token of tokens) expect(terminal.output).not.toContain(token);
    terminal.type('q');
    expect(await terminal.exit).toBe(0);
  });

  test('runs the whole collection and follows the refresh', async () => {
    const { terminal } = await openPowerBi();
    terminal.type('r');
    await terminal.waitFor('9 passed, 0 failed, 0 skipped');
    expect(terminal.screen().match(/✔/g)).toHaveLength(9);
  });

  test('says why a request was refused', async () => {
    const extra = `requests:
  outsider: { name: An outsider, auth: service-principal, get: /groups/${seed.workspaces[0]?.id}/datasets }
`;
    const { terminal } = await openPowerBi({ extra });
    terminal.type(`${ENTER}`);
    await terminal.waitFor('401 ·');
    await terminal.waitFor('(empty body)');
    terminal.type('4]]');
    await terminal.waitFor('why  The caller has no role in this');
  });

  test('filters, switches the environment, shows help and the palette, and Esc backs out', async () => {
    const { terminal } = await openPowerBi();
    terminal.type('/refreshes');
    await terminal.waitFor('/refreshes▏');
    expect(terminal.screen().match(/^. ?›?.*(GET|POST) /gm)).toHaveLength(3);
    terminal.type(ENTER);
    await terminal.waitFor('Collection /refreshes');
    terminal.type(ESCAPE);
    await terminal.waitFor(/1 Collection ━/);
    terminal.type('?');
    await terminal.waitFor('Edit in $EDITOR');
    terminal.type(ESCAPE);
    await terminal.waitFor(/^(?!.*Edit in \$EDITOR)/s);
    terminal.type(':forget');
    await terminal.waitFor('This request has no identity.');
    terminal.type(ESCAPE);
    await terminal.waitFor(/^(?!.*: forget)/s);
    terminal.type('E');
    await terminal.waitFor('› sandbox  (now)');
    terminal.type(`k${ENTER}`);
    await terminal.waitFor('Power BI  public');
  });

  test('opens the request in $EDITOR and shows what was saved, with the cursor where it was', async () => {
    const script = await tempDir({
      'edit.sh': '#!/bin/sh\nsed -i "s/The user finds the workspace by its name/Renamed/" "$2"\n',
    });
    const { terminal, cwd } = await openPowerBi({ env: { EDITOR: `sh ${join(script, 'edit.sh')}` } });
    terminal.type('jjj');
    await terminal.waitFor(/›.*The user finds/);
    terminal.type('e');
    await terminal.waitFor(/›.*Renamed/);
    expect(await readFile(join(cwd, 'powerbi/journey.yaml'), 'utf8')).toContain('Renamed');
  });

  test('shows a mistake in a file until it is dismissed', async () => {
    const { terminal } = await openPowerBi({ extra: 'requests: { a: { gte: /x } }', columns: 160 });
    await terminal.waitFor(/extra\.yaml:1:\d+.*ERR_SCHEMA/);
    while (/ERR_SCHEMA/.test(terminal.screen())) {
      const before = terminal.output.length;
      terminal.type('d');
      await expect.poll(() => terminal.output.length).toBeGreaterThan(before);
    }
    await terminal.waitFor('Power BI  sandbox');
  });

  test('asks before it sends something with effects to a protected environment', async () => {
    const { terminal, cwd } = await openPowerBi();
    const file = join(cwd, 'powerbi/environments/sandbox.yaml');
    await writeFile(
      `${file}.new`,
      (await readFile(file, 'utf8')).replace('cloud: sandbox', 'cloud: sandbox\nprotected: true'),
    );
    await rename(`${file}.new`, file);
    terminal.type('\u0012');
    await terminal.waitFor('protected');
    terminal.type(ENTER);
    await terminal.waitFor('sandbox is protected. Send POST');
    terminal.type('n');
    await terminal.waitFor('Not sent yet');
    terminal.type(ENTER);
    await terminal.waitFor('is protected. Send');
    terminal.type('y');
    await terminal.waitFor(/200 · /);
  });

  test.each([
    [200, 50, 4],
    [120, 40, 4],
    [80, 24, 4],
    [60, 20, 1],
  ])('fits a screen of %i by %i', async (columns, rows, panes) => {
    const { terminal } = await openPowerBi({ columns, rows });
    await terminal.waitFor('Quit');
    expect(terminal.screen().match(/[╭┏]/g)).toHaveLength(panes);
    for (const line of terminal.screen().split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('follows a resize, down to one plain line', async () => {
    const { terminal } = await openPowerBi();
    terminal.resize(30, 8);
    await terminal.waitFor(/^Too small/m);
    terminal.resize(100, 30);
    await terminal.waitFor('3 Token');
  });

  test('uses no colour with NO_COLOR, and still marks the selection', async () => {
    const { terminal } = await openPowerBi({ env: { NO_COLOR: '1' } });
    expect(terminal.output.replaceAll('\u001b', 'ESC')).not.toMatch(/ESC\[(3[0-7]|9[0-7]|38;)/);
    expect(terminal.screen()).toContain('›');
  });

  test.each([
    ['q', (type: (text: string) => void) => type('q')],
    ['Ctrl+C', (type: (text: string) => void) => type('\u0003')],
  ])('leaves the terminal as it was on %s', async (_name, leave) => {
    const { terminal } = await openPowerBi();
    leave((text) => terminal.type(text));
    expect(await terminal.exit).toBe(0);
    expect(terminal.output.lastIndexOf('\u001b[?1049l')).toBeGreaterThan(terminal.output.lastIndexOf('\u001b[?1049h'));
    expect(terminal.output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u001b[?25l'));
  });

  test('leaves the terminal as it was on SIGTERM, with an exit code that says so', async () => {
    const { terminal } = await openPowerBi();
    terminal.kill('SIGTERM');
    expect(await terminal.exit).not.toBe(0);
    expect(terminal.output.lastIndexOf('\u001b[?1049l')).toBeGreaterThan(terminal.output.lastIndexOf('\u001b[?1049h'));
  });
});

test('a run never loads Ink or React', async () => {
  const folder = await tempDir({
    'a.yaml': 'requests: { a: { get: "http://127.0.0.1:1/" } }',
    'hook.mjs': `
      import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, next) { process.stderr.write('loads ' + url + '\\n'); return next(url, context); } });
    `,
  });
  const env = { NODE_OPTIONS: `--import=${join(folder, 'hook.mjs')}` };
  const { stderr } = await runProgram(['run', join(folder, 'a.yaml')], { env });
  const loaded = [...stderr.matchAll(/^loads (file:.*)$/gm)].map(([, url]) => fileURLToPath(url as string));
  expect(loaded.filter((file) => file.includes('dist/chunks')).length).toBeGreaterThan(2);
  // Words that only the code of React and Ink has in it.
  for (const file of loaded)
    expect(await readFile(file, 'utf8')).not.toMatch(/react-reconciler|useSyncExternalStore|onComputeLayout/);
});
