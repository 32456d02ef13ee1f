import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { decodeJwt, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { createCertificate, type ServerCertificate } from '../certificate.ts';
import { seed } from '../seed.ts';
import type { Sandbox } from '../start-sandbox.ts';
import {
  appForm,
  type Form,
  overprivilegedApp,
  POWER_BI_SCOPE,
  publicApp,
  requestToken,
  smokeApp,
  testSandbox,
} from '../testing/client.ts';
import { msalAuthority } from '../testing/sign-in.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const { clientId } = smokeApp;

let own: ServerCertificate;
let foreign: ServerCertificate;
beforeAll(async () => {
  [own, foreign] = await Promise.all([createCertificate(), createCertificate()]);
});

function thumbprint({ certificate }: ServerCertificate, algorithm: string): string {
  return createHash(algorithm).update(new X509Certificate(certificate).raw).digest('base64url');
}

async function assertionFor(
  { url }: Sandbox,
  {
    signer = own,
    header = { alg: 'PS256', 'x5t#S256': thumbprint(own, 'sha256') },
    claims = {},
  }: { signer?: ServerCertificate; header?: { alg: string; [name: string]: unknown }; claims?: JWTPayload } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const aud = `${url}/${seed.tenantId}/oauth2/v2.0/token`;
  return new SignJWT({ aud, iss: clientId, sub: clientId, nbf: now, exp: now + 600, ...claims })
    .setProtectedHeader(header)
    .sign(createPrivateKey(signer.key));
}

function signIn(sandbox: Sandbox, assertion: string, fields: Form = {}) {
  const { client_secret: _, ...form } = appForm();
  const credential = { client_assertion: assertion, client_assertion_type: ASSERTION_TYPE };
  return requestToken(sandbox, { ...form, ...credential, ...fields });
}

async function withCertificate(): Promise<Sandbox> {
  const sandbox = await testSandbox();
  sandbox.admin.addCertificate(clientId, own.certificate);
  return sandbox;
}

test('an app signs in with its certificate: PS256 and SHA-256, RS256 and SHA-1, or a chain', async () => {
  const sandbox = await withCertificate();
  const headers = [
    { alg: 'PS256', 'x5t#S256': thumbprint(own, 'sha256') },
    { alg: 'RS256', x5t: thumbprint(own, 'sha1') },
    { alg: 'PS256', x5c: [new X509Certificate(own.certificate).raw.toString('base64')] },
  ];
  for (const header of headers) {
    const { status, json } = await signIn(sandbox, await assertionFor(sandbox, { header }));
    expect(status).toBe(200);
    expect(decodeJwt(json.access_token)).toMatchObject({ appid: clientId, appidacr: '2' });
  }
});

test('takes the token endpoint by every address a client may know it by', async () => {
  const sandbox = await withCertificate();
  const { port } = new URL(sandbox.url);
  const origins = ['http://127.0.0.1', 'https://127.0.0.1', 'http://localhost', 'https://localhost'];
  const addresses = [...origins.map((origin) => `${origin}:${port}`), 'https://login.microsoftonline.com'];
  for (const address of addresses) {
    const aud = `${address}/${seed.tenantId}/oauth2/v2.0/token`;
    expect((await signIn(sandbox, await assertionFor(sandbox, { claims: { aud } }))).status).toBe(200);
  }
});

test.each([
  ['the key is not that of the certificate', () => ({ signer: foreign })],
  [
    'the certificate is not registered',
    () => ({ header: { alg: 'PS256', 'x5t#S256': thumbprint(foreign, 'sha256') } }),
  ],
  ['the header names no certificate', () => ({ header: { alg: 'PS256' } })],
  ['it has expired', () => ({ claims: { exp: 1 } })],
  ['it is not good yet', () => ({ claims: { nbf: Math.floor(Date.now() / 1000) + 3600 } })],
  ['it is for somebody else', () => ({ claims: { aud: 'https://login.example/token' } })],
  ['it is for another port', () => ({ claims: { aud: `https://localhost:1/${seed.tenantId}/oauth2/v2.0/token` } })],
  ['it speaks of another app', () => ({ claims: { sub: overprivilegedApp.clientId } })],
])('700027 when %s', async (_when, options) => {
  const sandbox = await withCertificate();
  const { status, json } = await signIn(sandbox, await assertionFor(sandbox, options()));
  expect({ status, error: json.error, codes: json.error_codes }).toEqual({
    status: 401,
    error: 'invalid_client',
    codes: [700027],
  });
});

test('700027 for what is no JWT, 700025 for a public client, 900144 without the type', async () => {
  const sandbox = await withCertificate();
  const assertion = await assertionFor(sandbox);
  expect((await signIn(sandbox, 'x')).json.error_codes).toEqual([700027]);
  expect((await signIn(sandbox, assertion, { client_id: publicApp.clientId })).json.error_codes).toEqual([700025]);
  expect((await signIn(sandbox, assertion, { client_assertion_type: '' })).json.error_codes).toEqual([900144]);
});

test.each([
  ['SHA-256', () => ({ thumbprintSha256: new X509Certificate(own.certificate).fingerprint256.replaceAll(':', '') })],
  ['a chain', () => ({ thumbprintSha256: '0'.repeat(64), x5c: own.certificate })],
])('msal-node signs an app in with a certificate: %s', async (_how, named) => {
  const sandbox = await withCertificate();
  const clientCertificate = { ...named(), privateKey: own.key };
  const app = new ConfidentialClientApplication({ auth: { ...msalAuthority(sandbox), clientId, clientCertificate } });
  const result = await app.acquireTokenByClientCredential({ scopes: [POWER_BI_SCOPE] });
  expect(decodeJwt(result?.accessToken ?? '').appidacr).toBe('2');
});

test('an app signs in with the token of an identity provider it trusts', async () => {
  const sandbox = await testSandbox();
  const token = await sandbox.admin.issueFederatedToken();
  expect(decodeJwt(token).sub).toBe('repo:contoso/reports:ref:refs/heads/main');
  expect((await signIn(sandbox, token)).status).toBe(200);
});

test.each([
  ['70021', {}, overprivilegedApp],
  ['700211', { issuer: 'https://other.example' }, smokeApp],
  ['700212', { audience: 'api://other' }, smokeApp],
  ['700213', { subject: 'repo:contoso/reports:pull_request' }, smokeApp],
  ['700027', { expiresInSeconds: -600 }, smokeApp],
])('AADSTS%s for a foreign token that does not fit', async (code, options, app) => {
  const sandbox = await testSandbox();
  const token = await sandbox.admin.issueFederatedToken(options);
  const { json } = await signIn(sandbox, token, { client_id: app.clientId });
  expect(json.error_codes).toEqual([Number(code)]);
});
