import { expect, test } from 'vitest';
import { seed } from '../seed.ts';
import { ada, answerOf, callApi, POWER_BI_SCOPE, publicApp, smokeApp, testSandbox } from '../testing/client.ts';
import { submitSignIn } from '../testing/sign-in.ts';

/** What a client that has never heard of Entra does: everything by metadata and standards. */
async function discover(url: string) {
  const issuer = `${url}/${seed.tenantId}/v2.0`;
  const { origin, pathname } = new URL(issuer);
  const rfc8414 = await answerOf(await fetch(`${origin}/.well-known/oauth-authorization-server${pathname}`));
  const oidc = await answerOf(await fetch(`${issuer}/.well-known/openid-configuration`));
  expect(rfc8414.json).toEqual(oidc.json);
  expect(oidc.json).toMatchObject({ issuer, code_challenge_methods_supported: ['S256'] });
  return oidc.json;
}

const post = async (url: string, form: Record<string, string>, headers = {}) =>
  answerOf(await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers }));

test('client credentials with client_secret_basic', async () => {
  const sandbox = await testSandbox();
  const { token_endpoint: endpoint } = await discover(sandbox.url);
  const credentials = [smokeApp.clientId, smokeApp.secrets[0] ?? ''].map(encodeURIComponent).join(':');
  const headers = { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  const { json } = await post(endpoint, { grant_type: 'client_credentials', scope: POWER_BI_SCOPE }, headers);
  expect((await callApi(sandbox, json.access_token, '/groups')).status).toBe(200);
});

test('the device grant by its standard name, with scopes of its own and a refresh', async () => {
  const sandbox = await testSandbox();
  const metadata = await discover(sandbox.url);
  const client = { client_id: publicApp.clientId };
  const scope = 'https://analysis.windows.net/powerbi/api/Workspace.ReadWrite.All offline_access';
  const device = await post(metadata.device_authorization_endpoint, { ...client, scope });
  await submitSignIn(device.json.verification_uri, ada, { user_code: device.json.user_code });
  const grant = 'urn:ietf:params:oauth:grant-type:device_code';
  expect(metadata.grant_types_supported).toContain(grant);
  const code = { grant_type: grant, device_code: device.json.device_code };
  const { json } = await post(metadata.token_endpoint, { ...client, ...code });
  const refresh = { grant_type: 'refresh_token', refresh_token: json.refresh_token };
  const refreshed = await post(metadata.token_endpoint, { ...client, ...refresh });
  expect((await callApi(sandbox, refreshed.json.access_token, '/groups')).json.value).toHaveLength(3);
});
