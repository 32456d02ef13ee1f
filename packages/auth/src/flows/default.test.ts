import { join } from 'node:path';
import { deadOrigin, sandboxSeed as seed, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import type { DefaultIdentity } from '../index.ts';
import { fakeProgram } from '../testing/fake-program.ts';
import { makeCertificate } from '../testing/make-certificate.ts';
import { bench, SCOPE, smokeApp, tenantId } from '../testing/sandbox-bench.ts';

const identity: DefaultIdentity = { flow: 'default', scope: SCOPE };
const app = { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: smokeApp.clientId };
const ADMIN = '/admin/groups?$top=1';

/** A machine that is no part of Azure and has no Azure CLI. */
async function bareMachine() {
  return { PATH: await tempDir(), AZURE_POD_IDENTITY_AUTHORITY_HOST: await deadOrigin() };
}

describe('the chain uses', () => {
  test('a client secret first', async () => {
    const { authenticator, expectAccepted, redactor } = await bench();
    const env = { ...(await bareMachine()), ...app, AZURE_CLIENT_SECRET: smokeApp.secret };
    const token = await authenticator({ env }).acquireToken(identity);
    await expectAccepted(token, ADMIN);
    expect(token).toMatchObject({ flow: 'default', via: 'client-secret', passedOver: [] });
    expect(redactor.redact(smokeApp.secret)).toBe('***');
  });

  test('a certificate', async () => {
    const { sandbox, authenticator, expectAccepted } = await bench();
    const { key, certificate } = await makeCertificate();
    sandbox.admin.addCertificate(smokeApp.clientId, certificate);
    const file = join(await tempDir({ 'app.pem': key + certificate }), 'app.pem');
    const env = { ...app, AZURE_CLIENT_CERTIFICATE_PATH: file };
    const token = await authenticator({ env }).acquireToken(identity);
    await expectAccepted(token, ADMIN);
    expect(token).toMatchObject({
      via: 'client-certificate',
      passedOver: ['client-secret: AZURE_CLIENT_SECRET is not set'],
    });
  });

  test('a federated token, for the client of the identity', async () => {
    const { sandbox, authenticator, expectAccepted } = await bench();
    const file = join(await tempDir({ token: await sandbox.admin.issueFederatedToken() }), 'token');
    const env = { AZURE_TENANT_ID: 'another', AZURE_CLIENT_ID: 'another', AZURE_FEDERATED_TOKEN_FILE: file };
    const token = await authenticator({ env }).acquireToken({ ...identity, tenantId, clientId: smokeApp.clientId });
    await expectAccepted(token, ADMIN);
    expect(token.via).toBe('workload-federation');
  });

  test('a managed identity', async () => {
    const { sandbox, authenticator, expectAccepted } = await bench();
    const env = { IDENTITY_ENDPOINT: `${sandbox.url}/msi/token`, IDENTITY_HEADER: seed.identityHeader };
    const token = await authenticator({ env }).acquireToken(identity);
    await expectAccepted(token, ADMIN);
    expect(token.via).toBe('managed-identity');
  });

  test('the Azure CLI last, and says why nothing before it', async () => {
    const { authenticator } = await bench();
    const { env } = await fakeProgram(await tempDir(), 'az', {
      stdout: JSON.stringify({ accessToken: 'opaque', expires_on: 1900000000, tenant: 't', tokenType: 'Bearer' }),
    });
    const token = await authenticator({ env: { ...(await bareMachine()), ...env } }).acquireToken(identity);
    expect(token).toMatchObject({ flow: 'default', via: 'azure-cli', token: 'opaque' });
    expect(token.passedOver).toEqual([
      'client-secret: AZURE_CLIENT_SECRET is not set',
      'client-certificate: AZURE_CLIENT_CERTIFICATE_PATH is not set',
      'workload-federation: no AZURE_FEDERATED_TOKEN_FILE, and no CI job that may have an identity',
      expect.stringMatching(/^managed-identity: There is no managed identity here/),
    ]);
  });
});

test('a refusal ends the chain', async () => {
  const { sandbox, authenticator } = await bench();
  const env = {
    ...app,
    AZURE_CLIENT_SECRET: 'wrong',
    IDENTITY_ENDPOINT: `${sandbox.url}/msi/token`,
    IDENTITY_HEADER: seed.identityHeader,
  };
  await expect(authenticator({ env }).acquireToken(identity)).rejects.toMatchObject({
    code: 'ERR_AUTH_REFUSED',
    details: { aadstsCode: 7000215 },
  });
});

test('with nothing to use, it lists what it looked for', async () => {
  const { authenticator } = await bench();
  const env = { ...(await bareMachine()), AZURE_CLIENT_SECRET: 'x' };
  const error: Error = await authenticator({ env })
    .acquireToken(identity)
    .catch((thrown) => thrown);
  expect(error).toMatchObject({ code: 'ERR_AUTH_UNAVAILABLE', hint: expect.stringContaining('az login') });
  expect(error.message.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')).toMatchInlineSnapshot(`
    "Nothing here can sign in.
    - client-secret: AZURE_TENANT_ID is not set
    - client-certificate: AZURE_CLIENT_CERTIFICATE_PATH is not set
    - workload-federation: no AZURE_FEDERATED_TOKEN_FILE, and no CI job that may have an identity
    - managed-identity: There is no managed identity here: HOST does not answer.
    - azure-cli: The Azure CLI is not installed, or not on PATH."
  `);
});
