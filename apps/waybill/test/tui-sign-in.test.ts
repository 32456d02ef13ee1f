import { enterDeviceCode, openTerminal, sandboxSeed as seed, signInOnPage } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { clientId, clientSecret, ENTER, ESCAPE, openUi } from './open-ui.ts';

const [ada] = seed.users as [(typeof seed.users)[number]];
/** An environment whose one secret has to be typed in. */
const ASKED = `cloud: sandbox
secrets: { typed: { prompt: The secret of the app } }
identities:
  asked: { flow: client-secret, tenantId: ${seed.tenantId}, clientId: ${clientId}, clientSecret: "{{ typed }}", scope: "{{ resource }}/.default" }
`;
const files = { 'environments/test.yaml': ASKED };
const PLAIN = '  plain: { get: /groups, auth: app }\n';

describe('signing in inside the terminal UI', { timeout: 30_000 }, () => {
  test('shows the device code large, copies it, and closes when the person has signed in', async () => {
    const { terminal, tokens } = await openUi('  groups: { get: /groups, auth: device }\n');
    await terminal.waitFor('Not signed in');
    terminal.type('t');
    await terminal.waitFor('Sign in as device');
    await terminal.waitFor('Never enter a code that somebody else sent you.');
    await terminal.waitFor(/good for \d+ min \d+ s/);
    const [, url = ''] = /Open {3}(\S+)/.exec(terminal.screen()) ?? [];
    const [, code = ''] = /Enter {2}(\w+)/.exec(terminal.screen()) ?? [];
    expect(terminal.screen().match(/█/g)?.length).toBeGreaterThan(30);
    terminal.type('y');
    await terminal.waitFor('Copied.');
    expect(terminal.output).toContain(`\u001b]52;c;${Buffer.from(code).toString('base64')}\u0007`);
    await enterDeviceCode(url, code, ada);
    await terminal.waitFor('ada@');
    expect(terminal.screen()).not.toContain('Never enter');
    for (const token of tokens) expect(terminal.output).not.toContain(token);
  });

  test('a request that needs a sign-in shows it, goes on after it, and Esc gives it up', async () => {
    const { terminal } = await openUi('  groups: { get: /groups, auth: device }\n');
    await terminal.waitFor('Not signed in');
    terminal.type(ENTER);
    await terminal.waitFor('Sign in as device');
    terminal.type(ESCAPE);
    await terminal.waitFor('The sign-in was cancelled.');
    expect(terminal.screen()).not.toContain('Never enter');
    terminal.type(ENTER);
    await terminal.waitFor('Sign in as device');
    const [, url = ''] = /Open {3}(\S+)/.exec(terminal.screen()) ?? [];
    const [, code = ''] = /Enter {2}(\w+)/.exec(terminal.screen()) ?? [];
    await enterDeviceCode(url, code, ada);
    await terminal.waitFor('200 ·');
  });

  test('a sign-in that was given up is not asked for again by the rest of a run', async () => {
    const { terminal } = await openUi(
      '  one: { post: /a, auth: device, json: {} }\n  two: { post: /b, auth: device, json: {} }\n',
    );
    await terminal.waitFor('Not signed in');
    terminal.type('r');
    await terminal.waitFor('Sign in as device');
    terminal.type(ESCAPE);
    await terminal.waitFor('0 passed, 2 failed');
    expect(terminal.screen()).not.toContain('Sign in as device');
  });

  test('shows the address of a sign-in in the browser, whole', async () => {
    const { terminal } = await openUi('  groups: { get: /groups, auth: browser }\n', { env: { PATH: '' } });
    await terminal.waitFor('Not signed in');
    terminal.type('t');
    await terminal.waitFor('Sign in as browser');
    await terminal.waitFor('y copies the address');
    terminal.type('y');
    await terminal.waitFor('Copied.');
    const copied = [...terminal.output.split('\u001b]52;c;')].at(-1)?.split('\u0007')[0] as string;
    await signInOnPage(Buffer.from(copied, 'base64').toString(), ada);
    await terminal.waitFor('ada@');
  });

  test('asks for a secret without showing it, and takes no for an answer', async () => {
    const { terminal } = await openUi('  groups: { get: /groups, auth: asked }\n', { files });
    await terminal.waitFor('The secret of the app');
    terminal.type(clientSecret);
    await terminal.waitFor('●'.repeat(clientSecret.length));
    terminal.type(ENTER);
    await terminal.waitFor('Not signed in');
    terminal.type('t');
    await terminal.waitFor(/kind +app-only/);
    expect(terminal.output).not.toContain(clientSecret);
  });

  test('uses the tokens that `auth login` keeps, and asks nobody', async () => {
    const env = { WAYBILL_TOKEN_CACHE: 'plaintext' };
    const { terminal, cwd, state, variables } = await openUi('  groups: { get: /groups, auth: device }\n', { env });
    await terminal.waitFor('Not signed in');
    terminal.type('q');
    expect(await terminal.exit).toBe(0);
    const options = { cwd, env: { WAYBILL_HOME: state, ...env } };
    const login = openTerminal(['auth', 'login', '-e', 'test', '-i', 'device', ...variables], options);
    await login.waitFor(/Enter \w+/);
    const [, url = '', code = ''] = /Open {2}(\S+)\s+Enter (\w+)/.exec(login.screen()) ?? [];
    await enterDeviceCode(url, code, ada);
    expect(await login.exit).toBe(0);
    const later = openTerminal(['-c', 'waybill.yaml', '-e', 'test', ...variables], options);
    await later.waitFor('Not signed in');
    later.type('s');
    await later.waitFor('200 ·');
    expect(later.output).not.toContain('Never enter a code');
  });

  test('fits the code onto a small screen', async () => {
    const { terminal } = await openUi('  groups: { get: /groups, auth: device }\n', { columns: 60, rows: 20 });
    await terminal.waitFor('GET    groups');
    await terminal.waitFor(/^waybill {2}test/m);
    terminal.type('t');
    await terminal.waitFor('█');
    await terminal.waitFor('Never enter a code');
    await terminal.waitFor('y copies the code');
  });

  test('leaves on Ctrl+C while a secret is asked for', async () => {
    const { terminal } = await openUi('  groups: { get: /groups, auth: asked }\n', { files });
    await terminal.waitFor('The secret of the app');
    terminal.type('\u0003');
    expect(await terminal.exit).toBe(0);
  });

  test('says in the token pane why the last request was refused', async () => {
    const other = seed.workspaces[0]?.id;
    const { terminal } = await openUi(`  outsider: { get: /groups/${other}/datasets, auth: app }\n${PLAIN}`);
    await terminal.waitFor('Not signed in');
    terminal.type(ENTER);
    await terminal.waitFor('401 ·');
    await terminal.waitFor(/refused +The caller has no role in/);
    terminal.type(`j${ENTER}`);
    await terminal.waitFor('200 ·');
    expect(terminal.screen()).not.toMatch(/refused +The caller/);
  });
});
