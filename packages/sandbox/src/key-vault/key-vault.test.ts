import { expect, test } from 'vitest';
import { seed } from '../seed.ts';
import type { Sandbox } from '../start-sandbox.ts';
import {
  accessToken,
  ada,
  answerOf,
  appForm,
  type Form,
  grace,
  overprivilegedApp,
  smokeApp,
  testSandbox,
  userForm,
} from '../testing/client.ts';

const SCOPE = 'https://vault.azure.net/.default';
const smokeForm: Form = { ...appForm(), scope: SCOPE };

async function read(
  sandbox: Sandbox,
  { form = smokeForm, path = 'contoso-vault/secrets/powerbi-app', query = 'api-version=7.4' } = {},
) {
  const headers = { authorization: `Bearer ${await accessToken(sandbox, form)}` };
  return answerOf(await fetch(`${sandbox.url}/keyvault/${path}?${query}`, { headers }));
}

test.each([
  ['the smoke test app', smokeForm],
  ['Ada', userForm(ada, SCOPE)],
])('%s reads a secret, and the same version of it again', async (_who, form) => {
  const sandbox = await testSandbox();
  const { status, json } = await read(sandbox, { form });
  expect(status).toBe(200);
  expect(json).toMatchObject({ value: smokeApp.secrets[0], attributes: { enabled: true } });
  const vault = `${sandbox.url}/keyvault/contoso-vault`;
  expect(json.id).toMatch(new RegExp(`^${vault}/secrets/powerbi-app/[0-9a-f]{32}$`));
  const version = json.id.split('/').pop();
  const again = await read(sandbox, { form, path: `contoso-vault/secrets/powerbi-app/${version}` });
  expect(again.json).toEqual(json);
});

test('without a token, or with one for somebody else, it tells where to sign in', async () => {
  const sandbox = await testSandbox();
  const url = `${sandbox.url}/keyvault/contoso-vault/secrets/powerbi-app?api-version=7.4`;
  const answers = [await answerOf(await fetch(url)), await read(sandbox, { form: appForm() })];
  for (const { status, headers, json } of answers) {
    expect(status).toBe(401);
    expect(json.error.code).toBe('Unauthorized');
    expect(headers.get('www-authenticate')).toBe(
      `Bearer authorization="${sandbox.url}/${seed.tenantId}", resource="https://vault.azure.net"`,
    );
  }
});

test.each([
  [403, 'Forbidden', 'ForbiddenByRbac', { form: { ...appForm(overprivilegedApp), scope: SCOPE } }],
  [403, 'Forbidden', 'ForbiddenByRbac', { form: userForm(grace, SCOPE) }],
  [403, 'Forbidden', 'SecretDisabled', { path: 'contoso-vault/secrets/powerbi-app-retired' }],
  [404, 'SecretNotFound', undefined, { path: 'contoso-vault/secrets/nope' }],
  [404, 'SecretNotFound', undefined, { path: 'contoso-vault/secrets/powerbi-app/0123' }],
  [404, 'VaultNotFound', undefined, { path: 'nope/secrets/powerbi-app' }],
  [400, 'BadParameter', undefined, { query: '' }],
])('%i %s %s', async (status, code, inner, options) => {
  const sandbox = await testSandbox();
  const answer = await read(sandbox, options);
  expect(answer.status).toBe(status);
  expect(answer.json.error).toMatchObject({ code, message: expect.any(String) });
  expect(answer.json.error.innererror?.code).toBe(inner);
});

test('the firewall refuses when told to', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('key-vault-firewall');
  const { status, json } = await read(sandbox);
  expect({ status, inner: json.error.innererror.code }).toEqual({ status: 403, inner: 'ForbiddenByFirewall' });
});
