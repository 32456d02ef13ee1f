import { sandboxSeed as seed } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { type OpenUiOptions, openUi } from './open-ui.ts';

const [ada] = seed.users as [(typeof seed.users)[number]];
const publicApp = seed.apps.find(({ isPublicClient }) => isPublicClient);
/** A user of whom one token is for reports alone. */
const identity = (scope: string) =>
  `{ flow: password, tenantId: ${seed.tenantId}, clientId: ${publicApp?.clientId}, username: ${ada.userPrincipalName}, password: "{{ password }}", scope: "{{ resource }}/${scope}" }`;
const ENVIRONMENT = `cloud: sandbox
secrets: { password: { env: PASSWORD_OF_ADA } }
identities:
  reports: ${identity('Report.Read.All')}
  everything: ${identity('.default')}
`;

/** Opens a request as one of them, in a pane in which no line is broken. */
async function openAs(name: string, options: OpenUiOptions = {}) {
  const ui = await openUi(`  groups: { get: /groups, auth: ${name} }\n  apps: { get: /groups, auth: ${name} }\n`, {
    columns: 260,
    files: { 'environments/test.yaml': ENVIRONMENT },
    env: { PASSWORD_OF_ADA: ada.password },
    ...options,
  });
  await ui.terminal.waitFor('Not signed in');
  return ui;
}

const REQUEST_ID = /request id {2}[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

describe('why a 403 came, in the terminal UI', { timeout: 30_000 }, () => {
  test('the token of a user lacks a scope', async () => {
    const { terminal, tokens } = await openAs('reports');
    terminal.type('s');
    await terminal.waitFor('403 ·');
    terminal.type('4');
    await terminal.waitFor('"code": "PowerBINotAuthorizedException"');
    await terminal.waitFor(/refused +The token lacks Workspace\.Read\.All/);
    await terminal.waitFor(/do +Add Workspace\.Read\.All to the delegated permissions/);
    await terminal.waitFor(/scopes +Report\.Read\.All/);
    terminal.type(']]');
    await terminal.waitFor('[Checks]');
    await terminal.waitFor('why  The token lacks Workspace.Read.All, which this call needs.');
    await terminal.waitFor('do   Add Workspace.Read.All to the delegated permissions of the app registration');
    await terminal.waitFor('code  PowerBINotAuthorizedException');
    await terminal.waitFor(REQUEST_ID);
    for (const secret of [ada.password, ...tokens]) expect(terminal.output).not.toContain(secret);
  });

  test('the service calls the token expired and says nothing else, until it takes it again', async () => {
    const { terminal, sandbox } = await openAs('everything');
    sandbox.admin.setFault('token-expired');
    terminal.type('s');
    await terminal.waitFor('403 ·');
    terminal.type('4');
    await terminal.waitFor('(empty body)');
    terminal.type(']]');
    await terminal.waitFor('[Checks]');
    await terminal.waitFor('why  Power BI calls the token expired');
    await terminal.waitFor('do   Get a new token');
    await terminal.waitFor('code  TokenExpired');
    await terminal.waitFor(REQUEST_ID);
    await terminal.waitFor(/refused +Power BI calls the token expired/);
    // Going away and coming back changes nothing, as nothing was sent.
    terminal.type('1j');
    await terminal.waitFor('Not sent yet');
    terminal.type('k');
    await terminal.waitFor('code  TokenExpired');
    sandbox.admin.clearFaults('token-expired');
    terminal.type('s');
    await terminal.waitFor('200 ·');
    expect(terminal.screen()).not.toContain('refused');
  });
});
