import { X509Certificate } from 'node:crypto';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { createCertificate } from '../certificate.ts';
import { callAdmin } from '../testing/admin.ts';
import { accessToken, answerOf, appForm, callApi, smokeApp, testSandbox } from '../testing/client.ts';

test('a certificate is registered over HTTP, and its thumbprint told', async () => {
  const sandbox = await testSandbox();
  const { certificate } = await createCertificate();
  const body = { clientId: smokeApp.clientId, certificate };
  const { status, json } = await callAdmin(sandbox, 'POST', 'certificates', body);
  const { fingerprint256 } = new X509Certificate(certificate);
  expect({ status, json }).toEqual({
    status: 201,
    json: { thumbprintSha256: fingerprint256.replaceAll(':', '').toLowerCase() },
  });
});

test('a federated token is issued over HTTP', async () => {
  const sandbox = await testSandbox();
  const { json } = await callAdmin(sandbox, 'POST', 'federated-token', { subject: 'somebody' });
  expect(decodeJwt(json.token)).toMatchObject({
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'somebody',
    aud: 'api://AzureADTokenExchange',
  });
});

test('faults are listed, set and cleared over HTTP', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  const status = async () => (await callApi(sandbox, token, '/groups')).status;
  const active = async () => {
    const { json } = await callAdmin(sandbox, 'GET', 'faults');
    return json.faults.filter((fault: object) => 'active' in fault).map(({ name }: { name: string }) => name);
  };

  expect((await callAdmin(sandbox, 'PUT', 'faults/throttled', { retryAfterSeconds: 7 })).status).toBe(204);
  expect((await callAdmin(sandbox, 'PUT', 'faults/server-error', {})).status).toBe(204);
  expect(await active()).toEqual(['throttled', 'server-error']);
  expect(await status()).toBe(500);

  expect((await callAdmin(sandbox, 'DELETE', 'faults/server-error')).status).toBe(204);
  expect(await status()).toBe(429);
  await callAdmin(sandbox, 'DELETE', 'faults');
  expect(await active()).toEqual([]);
  expect(await status()).toBe(200);
});

test.each([
  ['an unknown app', 'POST', 'certificates', { clientId: 'x', certificate: 'x' }, 'no app x'],
  ['a bad certificate', 'POST', 'certificates', { clientId: smokeApp.clientId, certificate: 'x' }, 'PEM'],
  ['a missing certificate', 'POST', 'certificates', { clientId: smokeApp.clientId }, 'certificate must be a text'],
  ['a subject that is no text', 'POST', 'federated-token', { subject: 1 }, 'subject must be a text'],
  ['a lifetime that is no number', 'POST', 'federated-token', { expiresInSeconds: '1' }, 'must be a number'],
  ['an unknown fault', 'PUT', 'faults/toString', {}, 'no fault toString'],
  ['an unknown option', 'PUT', 'faults/throttled', { seconds: 1 }, 'no option seconds'],
  ['an option of another type', 'PUT', 'faults/throttled', { retryAfterSeconds: '1' }, 'must be a number'],
  ['an AADSTS number nobody knows', 'PUT', 'faults/entra-error', { code: 1 }, 'AADSTS'],
  ['a status that is none', 'PUT', 'faults/power-bi-refusal', { status: 1 }, 'from 200 to 599'],
  ['claims that are no JSON', 'PUT', 'faults/insufficient-claims', { claims: '{' }, 'JSON object'],
  ['a body that is no object', 'PUT', 'faults/throttled', [], 'JSON object'],
])('refuses %s with 400', async (_what, method, path, body, message) => {
  const sandbox = await testSandbox();
  const { status, json } = await callAdmin(sandbox, method, path, body);
  expect({ status, json }).toEqual({ status: 400, json: { error: expect.stringContaining(message) } });
});

test('takes nothing that a page in a browser could send by itself', async () => {
  const { url } = await testSandbox();
  const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' };
  expect((await answerOf(await fetch(`${url}/_sandbox/federated-token`, init))).status).toBe(400);
});
