import { deadOrigin, sandboxSeed as seed, serve } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { decodeJwt, type ManagedIdentity } from '../index.ts';
import { bench, SCOPE } from '../testing/sandbox-bench.ts';

const identity: ManagedIdentity = { flow: 'managed-identity', scope: SCOPE };
const [system, assigned] = seed.managedIdentities;
if (!system || !assigned) throw new Error('the seed changed');

const PLATFORMS: Record<string, (origin: string) => Record<string, string>> = {
  'App Service': (origin) => ({ IDENTITY_ENDPOINT: `${origin}/msi/token`, IDENTITY_HEADER: seed.identityHeader }),
  'a virtual machine': (origin) => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: `${origin}/` }),
};

describe.each(Object.entries(PLATFORMS))('on %s', (_name, environment) => {
  test('its own identity signs in, and Power BI takes the token', async () => {
    const { sandbox, authenticator, expectAccepted } = await bench();
    const token = await authenticator({ env: environment(sandbox.url) }).acquireToken(identity);
    await expectAccepted(token, '/admin/groups?$top=1');
    expect(token).toMatchObject({ clientId: system.clientId, tenantId: seed.tenantId, account: undefined });
    const { exp } = decodeJwt(token.token)?.claims ?? {};
    expect(Math.abs(token.expiresOn.getTime() - Number(exp) * 1000)).toBeLessThan(5000);
  });

  test.each<[string, Partial<ManagedIdentity>]>([
    ['client id', { clientId: assigned.clientId }],
    ['object id', { objectId: assigned.servicePrincipalObjectId }],
    ['resource id', { resourceId: assigned.resourceId }],
  ])('one that is assigned goes by its %s', async (_what, chosen) => {
    const { sandbox, authenticator } = await bench();
    const tokens = authenticator({ env: environment(sandbox.url) });
    const { token } = await tokens.acquireToken({ ...identity, ...chosen });
    expect(decodeJwt(token)?.claims.appid).toBe(assigned.clientId);
  });

  test('one that is not there is named as such', async () => {
    const { sandbox, authenticator } = await bench();
    const tokens = authenticator({ env: environment(sandbox.url) });
    await expect(tokens.acquireToken({ ...identity, clientId: seed.tenantId })).rejects.toMatchObject({
      code: 'ERR_AUTH_UNAVAILABLE',
      message: expect.stringContaining('Identity not found'),
    });
  });
});

test('the header of App Service is a secret', async () => {
  const { sandbox, authenticator, redactor } = await bench();
  await authenticator({ env: PLATFORMS['App Service']?.(sandbox.url) }).acquireToken(identity);
  expect(redactor.redact(seed.identityHeader)).toBe('***');
});

test('outside Azure there is none, and it says so', async () => {
  const { authenticator } = await bench();
  const env = { AZURE_POD_IDENTITY_AUTHORITY_HOST: await deadOrigin() };
  await expect(authenticator({ env }).acquireToken(identity)).rejects.toMatchObject({
    code: 'ERR_AUTH_UNAVAILABLE',
    message: expect.stringMatching(/^There is no managed identity here/),
  });
});

test('the metadata service of somebody else is not taken for it', async () => {
  const { authenticator } = await bench();
  const env = { AZURE_POD_IDENTITY_AUTHORITY_HOST: await serve((_request, response) => response.end('ami-id')) };
  await expect(authenticator({ env }).acquireToken(identity)).rejects.toMatchObject({ code: 'ERR_AUTH_UNAVAILABLE' });
});

test.each<[string, Partial<ManagedIdentity>]>([
  ['two names for one identity', { clientId: 'a', objectId: 'b' }],
  ['a scope that is no resource', { scope: 'Dataset.Read.All' }],
])('%s are a mistake', async (_what, more) => {
  const { sandbox, authenticator } = await bench();
  const tokens = authenticator({ env: PLATFORMS['App Service']?.(sandbox.url) });
  await expect(tokens.acquireToken({ ...identity, ...more })).rejects.toMatchObject({ code: 'ERR_AUTH_CONFIGURATION' });
});
