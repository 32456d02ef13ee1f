import { enterDeviceCode, sandboxSeed as seed } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { openUi } from './open-ui.ts';

const [ada] = seed.users as [(typeof seed.users)[number]];
const GROUPS = `  groups: { name: The workspaces, auth: device, get: /groups }
  other: { name: Another's data, auth: device, get: /groups/00000000-0000-0000-0000-000000000000/datasets }
`;

describe('for a screen reader', { timeout: 60_000 }, () => {
  test('everything is lines of words: open, choose, sign in, send, read, run', async () => {
    const { terminal, secrets } = await openUi(GROUPS, { args: ['--screen-reader'], columns: 200, rows: 60 });
    await terminal.waitFor('environment test');
    await terminal.waitFor('GET The workspaces, 1 of 2');
    terminal.type('j');
    await terminal.waitFor("GET Another's data, 2 of 2");
    terminal.type('k');
    terminal.type('t');
    await terminal.waitFor(/Enter [A-Z0-9]{4,}/);
    const [, url] = /Open (http\S+)/.exec(terminal.screen()) as unknown as [string, string];
    const [, code] = /Enter ([A-Z0-9-]{4,})/.exec(terminal.screen()) as unknown as [string, string];
    await enterDeviceCode(url, code, ada);
    await terminal.waitFor('GET The workspaces, 1 of 2\n>');
    terminal.type('3');
    await terminal.waitFor('Token pane');
    terminal.type('R');
    await terminal.waitFor(/kind delegated/);
    terminal.type('s');
    await terminal.waitFor(/passed: The workspaces, 200, \d+ ms/);
    terminal.type('4R');
    await terminal.waitFor('Response pane, Body tab, 200');
    await terminal.waitFor('"value": [');
    terminal.type('r');
    await terminal.waitFor(/1 passed, 1 failed/);
    await terminal.waitFor(/Why: /);
    terminal.type('?');
    await terminal.waitFor('R Read the whole pane');
    expect(terminal.output).not.toContain('\u001b[?1049h');
    expect(terminal.output).not.toMatch(/[─-╿█▀▄✔✘›]/);
    for (const secret of secrets) expect(terminal.output).not.toContain(secret);
    terminal.type('xq');
    expect(await terminal.exit).toBe(0);
  });

  test.each([
    ['INK_SCREEN_READER', { env: { INK_SCREEN_READER: 'true' } }],
    ['the settings', { files: { 'state/config.yaml': 'screenReader: true\n' } }],
  ])('is chosen by %s as well', async (_name, options) => {
    const { terminal } = await openUi(GROUPS, options);
    await terminal.waitFor('GET The workspaces, 1 of 2');
    expect(terminal.output).not.toContain('\u001b[?1049h');
  });
});
