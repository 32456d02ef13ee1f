import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { seed } from '../../seed.ts';
import type { Sandbox } from '../../start-sandbox.ts';
import {
  accessToken,
  ada,
  appForm,
  type Form,
  grace,
  POWER_BI,
  POWER_BI_SCOPE,
  requestToken,
  smokeApp,
  testSandbox,
  userForm,
} from '../../testing/client.ts';

const webApi = seed.apps.find(({ displayName }) => displayName === 'Waybill web API') as (typeof seed.apps)[number];
const API_SCOPE = `api://${webApi.clientId}/access_as_user`;

function exchange(sandbox: Sandbox, assertion: string, fields: Form = {}) {
  return requestToken(sandbox, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    client_id: webApi.clientId,
    client_secret: webApi.secrets[0] ?? '',
    scope: `${POWER_BI_SCOPE} offline_access`,
    assertion,
    ...fields,
  });
}

test.each([`api://${webApi.clientId}`, webApi.clientId])(
  'a token for %s becomes one for Power BI, of the same user',
  async (resource) => {
    const sandbox = await testSandbox();
    const assertion = await accessToken(sandbox, userForm(grace, `${resource}/access_as_user`));
    expect(decodeJwt(assertion)).toMatchObject({ aud: resource, scp: 'access_as_user' });
    const { json } = await exchange(sandbox, assertion);
    expect(decodeJwt(json.access_token)).toMatchObject({
      aud: POWER_BI,
      appid: webApi.clientId,
      appidacr: '1',
      upn: grace.userPrincipalName,
      scp: webApi.delegatedScopes.join(' '),
    });
    expect(json.refresh_token).toEqual(expect.any(String));
  },
);

test.each([
  ['50013', 'it is for Power BI', (sandbox: Sandbox) => accessToken(sandbox, userForm())],
  [
    '50013',
    'it is for another API',
    (sandbox: Sandbox) => accessToken(sandbox, userForm(ada, `api://${smokeApp.clientId}/access_as_user`)),
  ],
  [
    '50013',
    'it is the token of an app',
    (sandbox: Sandbox) => accessToken(sandbox, { ...appForm(), scope: `api://${webApi.clientId}/.default` }),
  ],
  ['50013', 'it is no token', async () => 'x.y.z'],
  ['240002', 'it is an id token', async (sandbox: Sandbox) => (await requestToken(sandbox, userForm())).json.id_token],
])('AADSTS%s when the assertion does not do: %s', async (code, _why, assertionIn) => {
  const sandbox = await testSandbox();
  const { status, json } = await exchange(sandbox, await assertionIn(sandbox));
  expect({ status, error: json.error, codes: json.error_codes }).toEqual({
    status: 400,
    error: 'invalid_grant',
    codes: [Number(code)],
  });
});

test('AADSTS500133 when the assertion has expired', async () => {
  const sandbox = await testSandbox({ tokenLifetimeSeconds: -1 });
  const assertion = await accessToken(sandbox, userForm(ada, API_SCOPE));
  expect((await exchange(sandbox, assertion)).json.error_codes).toEqual([500133]);
});

test('wants to know that it is on behalf of somebody, and that the user consented', async () => {
  const sandbox = await testSandbox();
  const assertion = await accessToken(sandbox, userForm(ada, API_SCOPE));
  expect((await exchange(sandbox, assertion, { requested_token_use: '' })).json.error_codes).toEqual([900144]);
  const smoke = { client_id: smokeApp.clientId, client_secret: smokeApp.secrets[0] ?? '' };
  const forSmoke = await accessToken(sandbox, userForm(ada, `api://${smokeApp.clientId}/access_as_user`));
  expect((await exchange(sandbox, forSmoke, smoke)).json).toMatchObject({ suberror: 'consent_required' });
});
