import { deadOrigin, sandboxSeed as seed, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { type Identity, resolveSecret, type SecretContext, withScope } from '../index.ts';
import { type FakeProgramOptions, fakeProgram } from '../testing/fake-program.ts';
import { ada, bench, grace, publicApp, SCOPE, smokeApp, tenantId } from '../testing/sandbox-bench.ts';

const [vault] = seed.vaults;
if (vault === undefined) throw new Error('the seed changed');
const source = { keyvault: vault.name, name: 'powerbi-app' };

const IDENTITIES: Readonly<Record<string, Identity>> = {
  app: { flow: 'client-secret', tenantId, clientId: smokeApp.clientId, clientSecret: smokeApp.secret, scope: SCOPE },
  reader: password(ada),
  other: password(grace),
};

function password(user: typeof ada): Identity {
  const { userPrincipalName: username, password } = user;
  return { flow: 'password', endpoint: 'v2', tenantId, clientId: publicApp.clientId, username, password, scope: SCOPE };
}

/** Reads secrets of the sandbox's vault as one of the identities above. */
async function vaultBench() {
  const { sandbox, authenticator } = await bench();
  const tokens = authenticator();
  const context: SecretContext = {
    env: {},
    acquireToken: async (name = 'app', scope) =>
      (await tokens.acquireToken(withScope(IDENTITIES[name] as Identity, scope))).token,
    keyVaultUrl: (name) => `${sandbox.url}/keyvault/${name}`,
  };
  return { sandbox, context };
}

describe('a key vault gives its secret', () => {
  test.each([undefined, 'app', 'reader'])('to %s', async (identity) => {
    const { context } = await vaultBench();
    expect(await resolveSecret('s', { ...source, identity }, context)).toBe(smokeApp.secret);
  });

  test('at an address of its own', async () => {
    const { sandbox, context } = await vaultBench();
    const { keyVaultUrl: _none, ...rest } = context;
    const url = `${sandbox.url}/keyvault/${vault.name}/`;
    expect(await resolveSecret('s', { ...source, url }, rest)).toBe(smokeApp.secret);
  });

  test('to a token for the vaults of the cloud', async () => {
    const asked: unknown[] = [];
    const requests: unknown[] = [];
    const url = await serve((request, response) => {
      requests.push([request.url, request.headers.authorization]);
      response.end('{"value":"v"}');
    });
    const acquireToken = async (...args: unknown[]) => {
      asked.push(args);
      return 'token';
    };
    const context = { env: {}, acquireToken, keyVaultUrl: () => url, keyVaultSuffix: 'vault.azure.cn' };
    await resolveSecret('s', { ...source, identity: 'me' }, context);
    expect(asked).toEqual([['me', 'https://vault.azure.cn/.default']]);
    expect(requests).toEqual([['/secrets/powerbi-app?api-version=7.4', 'Bearer token']]);
  });
});

describe('a key vault that does not says why', () => {
  test.each<[string, object, string, RegExp, RegExp]>([
    [
      'whoever may not read',
      { identity: 'other' },
      'ERR_SECRET_REFUSED',
      /may not read secrets/,
      /Key Vault Secrets User/,
    ],
    ['no such secret', { name: 'nothing' }, 'ERR_SECRET_MISSING', /has no secret nothing/, /recovered/],
    ['a disabled secret', { name: 'powerbi-app-retired' }, 'ERR_SECRET_MISSING', /is disabled/, /Enable/],
    ['no such vault', { keyvault: 'no-such-vault' }, 'ERR_SECRET_MISSING', /no vault no-such-vault/, /cloud/],
    ['an odd name', { name: '../keys/k' }, 'ERR_SECRET_MISSING', /can be called/, /name of the secret/],
    ['an address', { keyvault: 'https://x' }, 'ERR_SECRET_MISSING', /can be called/, /not its address/],
    ['another host', { url: 'https://attacker.example' }, 'ERR_SECRET_REFUSED', /no vault of this cloud/, /url/],
    ['no TLS', { url: 'http://v.vault.azure.net' }, 'ERR_AUTH_CONFIGURATION', /without TLS/, /https/],
  ])('%s', async (_what, more, code, message, hint) => {
    const { context } = await vaultBench();
    await expect(resolveSecret('s', { ...source, ...more }, context)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test.each<[string, number, object, string, RegExp]>([
    [
      'a firewall',
      403,
      { error: { code: 'Forbidden', message: 'Client address…', innererror: { code: 'ForbiddenByFirewall' } } },
      'ERR_SECRET_REFUSED',
      /firewall of the vault/,
    ],
    [
      'a token it does not take',
      401,
      { error: { code: 'Unauthorized' } },
      'ERR_SECRET_REFUSED',
      /does not take the token/,
    ],
    [
      'too many requests',
      429,
      { error: { code: 'Throttled', message: 'Slow.' } },
      'ERR_SECRET_MISSING',
      /status 429: Slow/,
    ],
    ['nonsense', 502, {}, 'ERR_SECRET_MISSING', /status 502/],
  ])('%s', async (_what, status, body, code, message) => {
    const url = await serve((_request, response) => response.writeHead(status).end(JSON.stringify(body)));
    const context = { env: {}, acquireToken: async () => 'token', keyVaultUrl: () => url };
    await expect(resolveSecret('s', source, context)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/./),
    });
  });

  test('nobody at all', async () => {
    const url = await deadOrigin();
    const acquireToken = async () => 'token';
    await expect(resolveSecret('s', { ...source, url }, { env: {}, acquireToken })).rejects.toMatchObject({
      code: 'ERR_NETWORK_REFUSED',
    });
    await expect(resolveSecret('s', source, { env: {} })).rejects.toMatchObject({ code: 'ERR_SECRET_MISSING' });
  });
});

describe('the Azure CLI', () => {
  const show = async (options: FakeProgramOptions) => {
    const { env } = await fakeProgram(await tempDir(), 'az', options);
    return resolveSecret('s', { azureCli: 'contoso-vault', name: 'powerbi-app' }, { env });
  };

  test('reads a secret', async () => {
    expect(await show({ stdout: '{"attributes":{"enabled":true},"value":"it is\\n"}' })).toBe('it is\n');
  });

  test.each([
    [
      '(Forbidden) Caller is not authorized… Code: Forbidden Message: … Inner error: {"code": "ForbiddenByRbac"}',
      'ERR_SECRET_REFUSED',
      /may not read/,
    ],
    ['(Forbidden) … Inner error: {"code": "ForbiddenByFirewall"}', 'ERR_SECRET_REFUSED', /firewall/],
    ['(SecretNotFound) A secret with (name/id) powerbi-app was not found', 'ERR_SECRET_MISSING', /has no secret/],
    ['<urlopen error [Errno -2] Name or service not known>', 'ERR_SECRET_MISSING', /no vault contoso-vault/],
    ["ERROR: Please run 'az login' to setup account.", 'ERR_AUTH_UNAVAILABLE', /Nobody is signed in/],
  ])('says no: %s', async (stderr, code, message) => {
    await expect(show({ stderr, exitCode: 1 })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('gives nothing', async () => {
    await expect(show({ stdout: '{"value":""}' })).rejects.toMatchObject({ code: 'ERR_SECRET_MISSING' });
  });
});
