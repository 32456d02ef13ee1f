import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { seed } from '../../seed.ts';
import type { Sandbox } from '../../start-sandbox.ts';
import { ada, answerOf, mfaUser, POWER_BI_SCOPE, publicApp, requestToken, testSandbox } from '../../testing/client.ts';
import { msalPublicClient, submitSignIn } from '../../testing/sign-in.ts';

const client = { client_id: publicApp.clientId };
const LONG_NAME = 'urn:ietf:params:oauth:grant-type:device_code';

async function requestDeviceCode({ url }: Sandbox, scope = `${POWER_BI_SCOPE} offline_access openid`) {
  const body = new URLSearchParams({ ...client, scope });
  return answerOf(await fetch(`${url}/${seed.tenantId}/oauth2/v2.0/devicecode`, { method: 'POST', body }));
}

function poll(sandbox: Sandbox, deviceCode: string, grantType = LONG_NAME) {
  return requestToken(sandbox, { ...client, grant_type: grantType, device_code: deviceCode });
}

test('says where to confirm, and with which code', async () => {
  const sandbox = await testSandbox({ deviceCodeIntervalSeconds: 5 });
  const { json } = await requestDeviceCode(sandbox);
  expect(json).toEqual({
    user_code: expect.stringMatching(/^[B-DF-HJ-NP-TV-XZ2-9]{9}$/),
    device_code: expect.any(String),
    verification_uri: `${sandbox.url}/devicelogin`,
    expires_in: 900,
    interval: 5,
    message: expect.stringContaining(json.user_code),
  });
});

test.each(['device_code', LONG_NAME])('gives tokens to %s once the user has confirmed, once', async (grantType) => {
  const sandbox = await testSandbox({ deviceCodeIntervalSeconds: 0 });
  const { json } = await requestDeviceCode(sandbox);
  const pending = await poll(sandbox, json.device_code, grantType);
  expect(pending).toMatchObject({ status: 400, json: { error: 'authorization_pending', error_codes: [70016] } });

  const page = await submitSignIn(json.verification_uri, mfaUser, { user_code: json.user_code.toLowerCase() });
  expect(page.status).toBe(200);

  const { json: tokens } = await poll(sandbox, json.device_code, grantType);
  expect(decodeJwt(tokens.access_token)).toMatchObject({ upn: mfaUser.userPrincipalName, amr: ['pwd', 'mfa'] });
  expect(tokens).toMatchObject({ refresh_token: expect.any(String), id_token: expect.any(String) });
  expect((await poll(sandbox, json.device_code)).json.error).toBe('bad_verification_code');
});

test('slow_down for a device that does not wait', async () => {
  const sandbox = await testSandbox({ deviceCodeIntervalSeconds: 5 });
  const { json } = await requestDeviceCode(sandbox);
  expect((await poll(sandbox, json.device_code)).json.error).toBe('authorization_pending');
  expect((await poll(sandbox, json.device_code)).json.error).toBe('slow_down');
});

test('authorization_declined when the user declines', async () => {
  const sandbox = await testSandbox();
  const { json } = await requestDeviceCode(sandbox);
  await submitSignIn(json.verification_uri, ada, { user_code: json.user_code, action: 'decline' });
  expect((await poll(sandbox, json.device_code)).json).toMatchObject({ error: 'authorization_declined' });
});

test('expired_token when the time is over', async () => {
  const sandbox = await testSandbox({ deviceCodeLifetimeSeconds: 0 });
  const { json } = await requestDeviceCode(sandbox);
  expect((await poll(sandbox, json.device_code)).json).toMatchObject({ error: 'expired_token', error_codes: [70020] });
  const page = await submitSignIn(json.verification_uri, ada, { user_code: json.user_code });
  expect(page).toMatchObject({ status: 400, text: expect.stringContaining('AADSTS70018') });
});

test('bad_verification_code for a device code nobody was given, or somebody else was', async () => {
  const sandbox = await testSandbox();
  expect((await poll(sandbox, 'no-such-code')).json).toMatchObject({
    error: 'bad_verification_code',
    error_codes: [70018],
  });
});

test('a mistake at the device code endpoint is answered like one at the token endpoint', async () => {
  const sandbox = await testSandbox();
  const { status, json } = await requestDeviceCode(sandbox, 'https://api.example/.default');
  expect({ status, code: json.error_codes[0] }).toEqual({ status: 400, code: 500011 });
});

test('the page asks for code, user and password, and again after a wrong password', async () => {
  const sandbox = await testSandbox();
  const { json } = await requestDeviceCode(sandbox);
  const page = await answerOf(await fetch(`${json.verification_uri}?user_code=${encodeURIComponent('"><script>')}`));
  for (const name of ['user_code', 'username', 'password', 'action']) expect(page.text).toContain(`name="${name}"`);
  expect(page.text).not.toContain('<script>');

  const again = await submitSignIn(json.verification_uri, { ...ada, password: 'no' }, { user_code: json.user_code });
  expect(again).toMatchObject({ status: 400, text: expect.stringContaining('AADSTS50126') });
  const confirmed = await submitSignIn(json.verification_uri, ada, { user_code: json.user_code });
  expect(confirmed.status).toBe(200);
});

test('msal-node signs a user in by device code', async () => {
  const sandbox = await testSandbox();
  const result = await msalPublicClient(sandbox).acquireTokenByDeviceCode({
    scopes: [POWER_BI_SCOPE],
    deviceCodeCallback: async ({ verificationUri, userCode }) => {
      await submitSignIn(verificationUri, ada, { user_code: userCode });
    },
  });
  expect(result?.account?.username).toBe(ada.userPrincipalName);
});
