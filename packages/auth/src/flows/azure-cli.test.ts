import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { tempDir } from '@waybill/testkit';
import { Agent, request } from 'undici';
import { describe, expect, test } from 'vitest';
import type { AzureCliIdentity } from '../index.ts';
import { runProgram } from '../programs/run-program.ts';
import { type FakeProgramOptions, fakeProgram } from '../testing/fake-program.ts';
import { ada, bench, RESOURCE, SCOPE, smokeApp, tenantId } from '../testing/sandbox-bench.ts';

const identity: AzureCliIdentity = { flow: 'azure-cli', scope: SCOPE };

async function signIn(options: FakeProgramOptions, more: Partial<AzureCliIdentity> = {}) {
  const az = await fakeProgram(await tempDir(), 'az', options);
  const { authenticator, redactor } = await bench();
  const token = await authenticator({ env: az.env }).acquireToken({ ...identity, ...more });
  const [cwd, ...args] = JSON.parse(await readFile(az.log, 'utf8'));
  return { token, args, cwd, redactor };
}

const ANSWER = {
  accessToken: 'opaque-token',
  expiresOn: '2030-01-02 03:04:05.000000',
  expires_on: 1900000000,
  subscription: 's',
  tenant: 't',
  tokenType: 'Bearer',
};

describe('the Azure CLI', () => {
  test('is asked for a resource, from a folder nobody can write to', async () => {
    const { token, args, cwd, redactor } = await signIn({ stdout: JSON.stringify(ANSWER) });
    expect(args).toEqual(['account', 'get-access-token', '--resource', RESOURCE, '--output', 'json']);
    expect(cwd).toBe('/');
    expect(token).toMatchObject({ token: 'opaque-token', tenantId: 't', flow: 'azure-cli' });
    expect(token.expiresOn).toEqual(new Date(1900000000_000));
    expect(redactor.redact('opaque-token')).toBe('***');
  });

  test('before 2.54 says the time by the clock of this machine', async () => {
    const { expires_on: _newer, ...older } = ANSWER;
    const { token } = await signIn({ stdout: JSON.stringify(older) });
    expect(token.expiresOn).toEqual(new Date(2030, 0, 2, 3, 4, 5));
  });

  test.each<[Partial<AzureCliIdentity>, string[]]>([
    [{ tenantId: 'contoso.com' }, ['--resource', RESOURCE, '--tenant', 'contoso.com']],
    [{ subscription: 'Pay as you go' }, ['--resource', RESOURCE, '--subscription', 'Pay as you go']],
    [{ scope: `${RESOURCE}/Dataset.Read.All` }, ['--scope', `${RESOURCE}/Dataset.Read.All`]],
  ])('is given %j', async (more, expected) => {
    const { args } = await signIn({ stdout: JSON.stringify(ANSWER) }, more);
    expect(args).toEqual(['account', 'get-access-token', ...expected, '--output', 'json']);
  });

  test.each<Partial<AzureCliIdentity>>([
    { tenantId: 't; rm -rf ~' },
    { subscription: 'a"b' },
    { scope: '$(id)/.default' },
    { tenantId: 't', subscription: 's' },
  ])('is not given %j', async (more) => {
    await expect(signIn({ stdout: JSON.stringify(ANSWER) }, more)).rejects.toMatchObject({
      code: 'ERR_AUTH_CONFIGURATION',
    });
  });
});

describe('it says what to do when', () => {
  const LOGIN = 'az login --scope https://analysis.windows.net/powerbi/api/.default';
  test.each<[string, FakeProgramOptions, string, RegExp, RegExp]>([
    [
      'nobody is signed in',
      { stderr: "ERROR: Please run 'az login' to setup account.\n", exitCode: 1 },
      'ERR_AUTH_UNAVAILABLE',
      /^Nobody is signed in to the Azure CLI/,
      /az login/,
    ],
    [
      'it has to sign in again',
      { stderr: `ERROR: AADSTS50076: Due to a change…\nTo re-authenticate, please run:\n${LOGIN}\n`, exitCode: 1 },
      'ERR_AUTH_INTERACTION_REQUIRED',
      /AADSTS50076/,
      new RegExp(`^Run: ${LOGIN.replaceAll('/', '\\/')}$`),
    ],
    [
      'Entra refuses',
      { stderr: 'ERROR: AADSTS500011: The resource principal was not found. Trace ID: x', exitCode: 1 },
      'ERR_AUTH_REFUSED',
      /AADSTS500011/,
      /powerbi\/api exactly/,
    ],
    [
      'it breaks',
      { stderr: 'ERROR: boom\nat line 1\n', exitCode: 1 },
      'ERR_AUTH_UNAVAILABLE',
      /failed: boom$/,
      /by hand/,
    ],
    ['it prints nonsense', { stdout: 'hello' }, 'ERR_AUTH_RESPONSE_INVALID', /not JSON/, /by hand/],
    ['it prints no token', { stdout: '{}' }, 'ERR_AUTH_RESPONSE_INVALID', /without an access token/, /./],
  ])('%s', async (_what, options, code, message, hint) => {
    await expect(signIn(options)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test('it is not installed', async () => {
    const { authenticator } = await bench();
    const tokens = authenticator({ env: { PATH: await tempDir() } });
    await expect(tokens.acquireToken(identity)).rejects.toMatchObject({
      code: 'ERR_AUTH_UNAVAILABLE',
      hint: expect.stringContaining('https://aka.ms/azure-cli'),
    });
  });

  test('the API demands claims, which it cannot be given', async () => {
    const { authenticator } = await bench();
    await expect(authenticator().acquireToken(identity, { claims: '{"access_token":{}}' })).rejects.toMatchObject({
      code: 'ERR_AUTH_INTERACTION_REQUIRED',
      hint: `Run: ${LOGIN} --claims-challenge eyJhY2Nlc3NfdG9rZW4iOnt9fQ==`,
    });
  });

  test('somebody cancels while it hangs', async () => {
    const az = await fakeProgram(await tempDir(), 'az', { hangs: true });
    const { authenticator } = await bench();
    const controller = new AbortController();
    const interaction = { showSignInUrl: () => undefined, showDeviceCode: () => undefined, signal: controller.signal };
    const waiting = authenticator({ env: az.env, interaction }).acquireToken(identity);
    await expect.poll(() => readFile(az.log, 'utf8').catch(() => '')).not.toBe('');
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_AUTH_CANCELLED' });
  });
});

test('a program that takes too long is ended', async () => {
  const { env } = await fakeProgram(await tempDir(), 'slow', { hangs: true });
  await expect(runProgram('slow', [], { env, timeoutMs: 200 })).rejects.toMatchObject({ reason: 'timeout' });
});

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

test.skipIf(!isOnPath('az')).each([
  ['an app', ['--service-principal', '--username', smokeApp.clientId, '--password', smokeApp.secret]],
  ['a user', ['--username', ada.userPrincipalName, '--password', ada.password]],
])(
  'the real Azure CLI signs %s in, and Power BI takes the token',
  async (_who, credentials) => {
    const { sandbox, authenticator } = await bench({ tls: true });
    const folder = await tempDir({ 'ca.pem': sandbox.certificate ?? '' });
    const env = {
      PATH: process.env.PATH,
      AZURE_CONFIG_DIR: join(folder, 'azure'),
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      REQUESTS_CA_BUNDLE: join(folder, 'ca.pem'),
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: 'localhost',
    };
    const az = (...args: string[]) => runProgram('az', args, { env, timeoutMs: 60_000 });
    const arm = 'https://management.core.windows.net/';
    await az(
      ...['cloud', 'register', '--name', 'sandbox'],
      ...['--endpoint-active-directory', `${sandbox.url}/adfs`],
      ...['--endpoint-resource-manager', `${sandbox.url}/`],
      ...['--endpoint-management', arm],
      ...['--endpoint-active-directory-resource-id', arm],
      ...['--endpoint-active-directory-graph-resource-id', 'https://graph.windows.net/'],
    );
    await az('cloud', 'set', '--name', 'sandbox');
    const tokens = authenticator({ env });
    await expect(tokens.acquireToken({ ...identity, tenantId })).rejects.toMatchObject({
      code: 'ERR_AUTH_UNAVAILABLE',
    });
    await az('login', ...credentials, '--tenant', tenantId, '--allow-no-subscriptions');
    const { token } = await tokens.acquireToken({ ...identity, tenantId });

    const dispatcher = new Agent({ connect: { ca: sandbox.certificate } });
    const { statusCode } = await request(`${sandbox.url}/v1.0/myorg/admin/groups?$top=1`, {
      headers: { authorization: `Bearer ${token}` },
      dispatcher,
    });
    expect(statusCode).toBe(200);
    await dispatcher.close();
  },
  120_000,
);
