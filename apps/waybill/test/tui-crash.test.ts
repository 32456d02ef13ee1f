import { join } from 'node:path';
import { openTerminal, PROGRAM, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const LEAVE = '\u001b[?1049l';
const COLLECTION = 'requests: { first: { get: "http://127.0.0.1:1/" }, second: { get: "http://127.0.0.1:1/" } }';

/** Opens the program with code beside it that breaks it on a signal. */
async function openWith(onSignal: string, args: readonly string[] = []) {
  const cwd = await tempDir({
    'waybill.yaml': COLLECTION,
    'break.mjs': `process.on('SIGUSR2', () => { ${onSignal} });`,
  });
  const env = { NODE_OPTIONS: `--import=${join(cwd, 'break.mjs')}` };
  const terminal = openTerminal(['-c', 'waybill.yaml', ...args], { cwd, env });
  await terminal.waitFor('second');
  terminal.kill('SIGUSR2');
  return terminal;
}

const BREAKS = {
  'a render error': "String.prototype.padEnd = () => { throw new Error('It broke.'); }; process.stdout.emit('resize');",
  'an error in a callback': "setImmediate(() => { throw new Error('It broke.'); });",
  'a rejection nobody handles': "Promise.reject(new Error('It broke.'));",
};

describe('the terminal after a crash', { timeout: 30_000 }, () => {
  test.each(Object.entries(BREAKS))(
    '%s is shown on the screen that is left, and the exit code says so',
    async (_name, code) => {
      const terminal = await openWith(code);
      expect(await terminal.exit).toBe(70);
      const after = terminal.output.slice(terminal.output.lastIndexOf(LEAVE));
      expect(after).toContain('Waybill failed: It broke. [ERR_INTERNAL]');
      expect(after).toContain('Run again with --debug');
      expect(after).not.toContain('at process');
      expect(terminal.output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u001b[?25l'));
    },
  );

  test('shows the stack with --debug', async () => {
    const terminal = await openWith(BREAKS['an error in a callback'], ['--debug']);
    expect(await terminal.exit).toBe(70);
    expect(terminal.output.slice(terminal.output.lastIndexOf(LEAVE))).toMatch(/break\.mjs:1:\d+/);
  });

  test('writes no warning of Node across the screen', async () => {
    const terminal = await openWith("process.emitWarning('Careful.'); process.stdout.emit('resize')");
    terminal.type('j');
    await terminal.waitFor(/›.*second/);
    expect(terminal.output).not.toContain('Careful.');
  });

  test('Ctrl+Z gives the terminal to the shell, and fg brings the screen back', async () => {
    const cwd = await tempDir({ 'waybill.yaml': COLLECTION });
    const terminal = openTerminal([], {
      cwd,
      program: ['bash', '--norc', '--noprofile', '-i'],
      env: { PS1: 'shell> ' },
    });
    await terminal.waitFor('shell>');
    terminal.type(`'${process.execPath}' '${PROGRAM}' -c waybill.yaml\r`);
    await terminal.waitFor(/›.*first/);
    terminal.type('j');
    await terminal.waitFor(/›.*second/);
    terminal.type('\u001a');
    await terminal.waitFor(/Stopped[\s\S]*shell>/);
    terminal.type('echo $((40 + 2))\r');
    await terminal.waitFor(/^42/m);
    terminal.type('fg\r');
    await terminal.waitFor(/›.*second/);
    terminal.type('k');
    await terminal.waitFor(/›.*first/);
    terminal.type('q');
    await terminal.waitFor(/shell> *$/m);
    terminal.type('echo "code $?"; exit\r');
    await terminal.waitFor(/^code 0/m);
  });

  test('SIGTERM ends it with an exit code that says so', async () => {
    const terminal = await openWith('process.kill(process.pid, "SIGTERM");');
    expect(await terminal.exit).toBe(143);
    expect(terminal.output).toContain(LEAVE);
  });
});

describe('the mouse', { timeout: 30_000 }, () => {
  const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
  const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l';
  const isOff = (output: string) => output.lastIndexOf(MOUSE_OFF) > output.lastIndexOf(MOUSE_ON);

  test.each(Object.entries(BREAKS))('is the terminal’s again after %s', async (_name, code) => {
    const cwd = await tempDir({
      'waybill.yaml': COLLECTION,
      'state/config.yaml': 'mouse: true\n',
      'break.mjs': `process.on('SIGUSR2', () => { ${code} });`,
    });
    const env = { NODE_OPTIONS: `--import=${join(cwd, 'break.mjs')}`, WAYBILL_HOME: join(cwd, 'state') };
    const terminal = openTerminal(['-c', 'waybill.yaml'], { cwd, env });
    await terminal.waitFor('second');
    expect(isOff(terminal.output)).toBe(false);
    terminal.kill('SIGUSR2');
    expect(await terminal.exit).toBe(70);
    expect(isOff(terminal.output)).toBe(true);
  });

  test('is the shell’s while the program is stopped, and the screen’s again after fg', async () => {
    const cwd = await tempDir({ 'waybill.yaml': COLLECTION, 'state/config.yaml': 'mouse: true\n' });
    const terminal = openTerminal([], {
      cwd,
      program: ['bash', '--norc', '--noprofile', '-i'],
      env: { PS1: 'shell> ', WAYBILL_HOME: join(cwd, 'state') },
    });
    await terminal.waitFor('shell>');
    terminal.type(`'${process.execPath}' '${PROGRAM}' -c waybill.yaml\r`);
    await terminal.waitFor(/›.*first/);
    terminal.type('\u001a');
    await terminal.waitFor(/Stopped[\s\S]*shell>/);
    expect(isOff(terminal.output)).toBe(true);
    terminal.type('fg\r');
    await terminal.waitFor(/›.*first/);
    await expect.poll(() => isOff(terminal.output)).toBe(false);
    terminal.type('\u001b[<0;10;4M');
    await terminal.waitFor(/›.*second/);
    terminal.type('q');
    await terminal.waitFor(/shell> *$/m);
    expect(isOff(terminal.output)).toBe(true);
  });
});
