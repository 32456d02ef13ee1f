import { join } from 'node:path';
import { openTerminal, tempDir } from '@waybill/testkit';
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
