import { join } from 'node:path';
import { openTerminal, type Terminal, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const COLLECTION = 'requests: { first: { get: "http://127.0.0.1:1/" }, second: { get: "http://127.0.0.1:1/" } }';

describe('keys that somebody chose', { timeout: 30_000 }, () => {
  test('work, and are what footer, help and palette show', async () => {
    const config = 'keys:\n  app.quit: [ctrl+q]\n  environment.choose: [C]\n  cursor.down: [down, ctrl+n]\n';
    const cwd = await tempDir({ 'waybill.yaml': COLLECTION, 'state/config.yaml': config });
    const terminal = openTerminal(['-c', 'waybill.yaml'], { cwd, env: { WAYBILL_HOME: join(cwd, 'state') } });
    await terminal.waitFor('ctrl+q Quit');
    await terminal.waitFor(/›.*first/);
    await terminal.waitFor('C Environment');
    terminal.type('\u000e');
    await terminal.waitFor(/›.*second/);
    // `q` no longer leaves.
    terminal.type('q?');
    await terminal.waitFor(/down ctrl\+n +Down/);
    terminal.type('\u001b');
    await terminal.waitFor(/^(?!.*down ctrl)/s);
    terminal.type(':Quit');
    await terminal.waitFor(/› Quit +ctrl\+q/);
    terminal.type('\u001b');
    await terminal.waitFor(/^(?!.*: Quit)/s);
    terminal.type('\u0011');
    expect(await terminal.exit).toBe(0);
  });

  test('are refused before the screen opens when they make no sense', async () => {
    const cwd = await tempDir({ 'waybill.yaml': COLLECTION, 'my.yaml': 'keys:\n  app.quitt: [q]\n' });
    const terminal = openTerminal(['-c', 'waybill.yaml'], { cwd, env: { WAYBILL_CONFIG: 'my.yaml' } });
    expect(await terminal.exit).toBe(3);
    expect(terminal.output).toContain('my.yaml:2:3: There is no command "app.quitt". [ERR_SCHEMA]');
    expect(terminal.output).toContain('Did you mean `app.quit`?');
    expect(terminal.output).not.toContain('\u001b[?1049h');
  });
});

const ESCAPE = '\u001b';
const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l';

function click(column: number, row: number): string {
  return `${ESCAPE}[<0;${column};${row}M${ESCAPE}[<0;${column};${row}m`;
}

async function openSmall(options: Parameters<typeof openTerminal>[1] = {}, files: Record<string, string> = {}) {
  const environments = { 'environments/one.yaml': '{}', 'environments/two.yaml': '{}' };
  const cwd = await tempDir({ 'waybill.yaml': COLLECTION, ...environments, ...files });
  const home = { WAYBILL_HOME: join(cwd, 'state') };
  const terminal = openTerminal(['-c', 'waybill.yaml'], { cwd, ...options, env: { ...home, ...options.env } });
  await terminal.waitFor(/›.*first/);
  return terminal;
}

describe('jump mode', { timeout: 30_000 }, () => {
  test.each([
    [120, 40],
    [80, 24],
    [40, 10],
  ])('puts letters on everything and goes there, at %i by %i, without colour', async (columns, rows) => {
    const terminal = await openSmall({ columns, rows, env: { NO_COLOR: '1', TERM: 'dumb' } });
    terminal.type('\u000f');
    await terminal.waitFor(/\(.\).*second/);
    const letter = /\((.)\)[^(]*second/.exec(terminal.screen())?.[1] as string;
    terminal.type(letter);
    await terminal.waitFor(/›.*second/);
    terminal.type('\u000f');
    await terminal.waitFor('Jump to');
    terminal.type(ESCAPE);
    await terminal.waitFor('Quit');
    expect(terminal.screen()).toMatch(/›.*second/);
  });

  test('goes to tabs, and to choices of what lies above', async () => {
    const terminal = await openSmall();
    terminal.type('\u000f');
    await terminal.waitFor(/\(.\)aders.*\(.\)aders/);
    const [, letter] = /\((.)\)aders/.exec(terminal.screen()) as unknown as [string, string];
    terminal.type(letter);
    await terminal.waitFor('[Headers]');
    terminal.type('E');
    await terminal.waitFor('› one');
    terminal.type('\u000f');
    await terminal.waitFor('(s)wo');
    terminal.type('s');
    await terminal.waitFor('› two');
    terminal.type('\r');
    await terminal.waitFor(/collection.*two|waybill.*two|Waybill.*two/i);
  });
});

describe('the mouse', { timeout: 30_000 }, () => {
  test('is the terminal’s own unless somebody asks for it, and goes back to it', async () => {
    const terminal = await openSmall();
    terminal.type(click(5, 4));
    terminal.type('?');
    await terminal.waitFor('any other key closes');
    expect(terminal.output).not.toContain(MOUSE_ON);
    terminal.type('x');
    await terminal.waitFor(/›.*first/);
    terminal.type('M');
    await terminal.waitFor('Clicks and the wheel work here.');
    expect(terminal.output).toContain(MOUSE_ON);
    terminal.type(click(10, 4));
    await terminal.waitFor(/›.*second/);
    terminal.type('M');
    await terminal.waitFor('The mouse is the terminal’s again.');
    expect(terminal.output.lastIndexOf(MOUSE_OFF)).toBeGreaterThan(terminal.output.lastIndexOf(MOUSE_ON));
  });

  test('clicks panes, tabs and choices; the wheel scrolls; nothing of it is typed', async () => {
    const terminal = await openSmall({}, { 'state/config.yaml': 'mouse: true\n' });
    const at = (text: string) => {
      const lines = terminal.screen().split('\n');
      const row = lines.findIndex((line) => line.includes(text));
      return click((lines[row]?.indexOf(text) ?? 0) + 2, row + 1);
    };
    terminal.type(at(' Headers '));
    await terminal.waitFor('[Headers]');
    terminal.type(at('3 Token'));
    await terminal.waitFor('━ 3 Token');
    terminal.type(`${ESCAPE}[<65;5;5M`);
    await terminal.waitFor(/›.*second/);
    terminal.type('/');
    await terminal.waitFor('/▏');
    // Torn, broken and whole reports, while a text is typed.
    terminal.type(`${ESCAPE}[<0;1`);
    terminal.type(`0;4M${ESCAPE}[<9;x`);
    terminal.type(`${click(5, 3)}sec`);
    await terminal.waitFor('/sec▏');
    terminal.type(ESCAPE);
    await terminal.waitFor('Quit');
    terminal.type('E');
    await terminal.waitFor('› one');
    terminal.type(at('two'));
    await terminal.waitFor('› two');
    // What is pasted does not click.
    terminal.type(`${ESCAPE}[200~${at('one')}${ESCAPE}[201~`);
    terminal.type(at('two'));
    await terminal.waitFor(/waybill.*two/i);
  });

  test.each([
    ['q', (terminal: Terminal) => terminal.type('q')],
    ['SIGTERM', (terminal: Terminal) => terminal.kill('SIGTERM')],
  ])('is given back on %s', async (_name, leave) => {
    const terminal = await openSmall({}, { 'state/config.yaml': 'mouse: true\n' });
    leave(terminal);
    await terminal.exit;
    expect(terminal.output.lastIndexOf(MOUSE_OFF)).toBeGreaterThan(terminal.output.lastIndexOf(MOUSE_ON));
  });
});

describe('colours', { timeout: 30_000 }, () => {
  const LIGHT_ACCENT = '38;5;24';
  const DARK_ACCENT = '38;5;81';
  const COLORTERM = 'truecolor';

  test('are those for the background that the terminal tells, however late, and the answer is not typed', async () => {
    const terminal = await openSmall({ env: { COLORTERM, COLORFGBG: '15;0' } });
    expect(terminal.output).toContain('\u001b]11;?');
    terminal.type('/');
    await terminal.waitFor('/▏');
    terminal.type(`${ESCAPE}]11;rgb:ffff/ffff`);
    terminal.type(`/ffff${ESCAPE}\\sec`);
    await terminal.waitFor('/sec▏');
    await terminal.waitFor(/second/);
    terminal.type('\r1');
    await expect.poll(() => terminal.output).toContain(LIGHT_ACCENT);
  });

  test('are chosen in the settings or by WAYBILL_THEME, and then nobody is asked', async () => {
    const terminal = await openSmall({ env: { COLORTERM } }, { 'state/config.yaml': 'theme: light\n' });
    expect(terminal.output).toContain(LIGHT_ACCENT);
    expect(terminal.output).not.toContain('\u001b]11;?');
    const other = await openSmall({ env: { COLORTERM, WAYBILL_THEME: 'dark' } });
    expect(other.output).toContain(DARK_ACCENT);
  });
});

test('on a screen too small to see anything, keys do nothing but leave', { timeout: 30_000 }, async () => {
  const terminal = await openSmall();
  terminal.resize(30, 8);
  await terminal.waitFor(/^Too small/m);
  terminal.type('Mq');
  expect(await terminal.exit).toBe(0);
  expect(terminal.output).not.toContain(MOUSE_ON);
});

test('help is scrolled, and says why something cannot be done', { timeout: 30_000 }, async () => {
  const terminal = await openSmall({ columns: 80, rows: 24 });
  terminal.type('?');
  await terminal.waitFor('Cancel  Nothing is under way.');
  terminal.type('\u001b[6~'.repeat(4));
  await terminal.waitFor('All commands');
  terminal.resize(60, 14);
  await terminal.waitFor(/╝/);
  terminal.type('x');
  await terminal.waitFor(/^(?!.*All commands)/s);
});

test('keys of separate events wait for what the ones before save', { timeout: 30_000 }, async () => {
  const terminal = await openSmall({ columns: 160 });
  terminal.type('2f');
  await terminal.waitFor('› GET');
  // Each is an event of its own; the last ones only make sense after the save.
  for (const keys of ['i', '\u0015', 'http://127.0.0.1:1/a', '\r', 'i', '\u0005', 'b', '\r', '1']) terminal.type(keys);
  await terminal.waitFor(/›.*first/);
  terminal.type('2');
  await terminal.waitFor('› GET http://127.0.0.1:1/ab');
});

test('a secret that a key asks for can be typed while the key is under way', { timeout: 30_000 }, async () => {
  const identity = 'flow: client-secret, tenantId: t, clientId: c, clientSecret: "{{ typed }}", scope: s';
  const asking = `cloud: sandbox\nsecrets: { typed: { prompt: What is it? } }\nidentities: { app: { ${identity} } }\n`;
  const terminal = await openSmall({}, { 'environments/asking.yaml': asking });
  terminal.type('E');
  await terminal.waitFor('› asking');
  terminal.type('\r');
  await terminal.waitFor('What is it?');
  terminal.type('\u0012');
  terminal.type('secret');
  await terminal.waitFor('●●●●●●');
  terminal.type('\r');
  await terminal.waitFor('waybill  asking');
  terminal.type('j');
  await terminal.waitFor(/›.*second/);
});
