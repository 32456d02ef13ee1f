import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openTerminal } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { ENTER, ESCAPE, openUi } from './open-ui.ts';

const REQUESTS = `  groups: { get: /groups, auth: app }
  again: { get: /groups, auth: app }
  echo: { get: "/nowhere?secret={{ kept }}", auth: app }
`;

describe('the history', { timeout: 30_000 }, () => {
  test('keeps what was sent, without secrets, and shows it in a later run', async () => {
    const { terminal, state, cwd, secrets, tokens } = await openUi(REQUESTS);
    await terminal.waitFor('Not signed in');
    terminal.type('s');
    await terminal.waitFor('200 ·');
    terminal.type('js');
    await terminal.waitFor(/✔ GET {4}again/);
    terminal.type('js');
    await terminal.waitFor(/✘ GET {4}echo/);
    terminal.type('q');
    expect(await terminal.exit).toBe(0);

    const path = join(state, 'history/requests.jsonl');
    const text = await readFile(path, 'utf8');
    const entries = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries.map(({ requestId }) => requestId)).toEqual(['groups', 'again', 'echo']);
    expect(entries[0]).toMatchObject({ method: 'GET', status: 200, outcome: 'passed', environment: 'test' });
    expect(entries[0].body).toContain('@odata.context');
    expect(entries[2].url).toContain('secret=***');
    expect(tokens.size).toBeGreaterThan(0);
    for (const secret of [...secrets, ...tokens]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(encodeURIComponent(secret));
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(state, 'history'))).mode & 0o777).toBe(0o700);

    await appendFile(path, '{ broken\n');
    const later = openTerminal(['-c', 'waybill.yaml'], { cwd, env: { WAYBILL_HOME: state } });
    await later.waitFor('›');
    later.type('H');
    await later.waitFor(/› .*404 GET +echo/);
    later.type('groups');
    await later.waitFor('History: groups▏');
    later.type(ENTER);
    await later.waitFor('200 · ');
    await later.waitFor('@odata.context');
    later.type(ESCAPE);
    await later.waitFor('History: groups▏');
    later.type(ESCAPE);
    await later.waitFor(/^(?!.*History:)/s);
  });

  test('is not kept when it is off', async () => {
    const { terminal, state } = await openUi(REQUESTS, { env: { WAYBILL_HISTORY: 'off' } });
    await terminal.waitFor('Not signed in');
    terminal.type('s');
    await terminal.waitFor('200 ·');
    terminal.type('H');
    await terminal.waitFor('Nothing was sent yet.');
    await expect(stat(join(state, 'history'))).rejects.toThrow();
  });
});
