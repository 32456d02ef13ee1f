import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { ada, POWER_BI, publicApp, requestToken, testSandbox, userForm } from '../../testing/client.ts';

test('a refresh that asks for nothing gets what was granted before, and a successor to the refresh token', async () => {
  const sandbox = await testSandbox();
  const first = await requestToken(sandbox, userForm(ada, `${POWER_BI}/Report.Read.All offline_access`));
  const second = await requestToken(sandbox, {
    grant_type: 'refresh_token',
    client_id: publicApp.clientId,
    refresh_token: first.json.refresh_token,
  });
  expect(decodeJwt(second.json.access_token)).toMatchObject({ aud: POWER_BI, scp: 'Report.Read.All' });
  expect(second.json.refresh_token).toEqual(expect.any(String));
  expect(second.json.refresh_token).not.toBe(first.json.refresh_token);
});

test('a refresh token of v1 gets its resource again', async () => {
  const sandbox = await testSandbox();
  const { scope: _, ...form } = userForm(ada);
  const first = await requestToken(sandbox, { ...form, resource: POWER_BI }, { version: 'v1' });
  const grant = { grant_type: 'refresh_token', client_id: publicApp.clientId };
  const second = await requestToken(sandbox, { ...grant, refresh_token: first.json.refresh_token }, { version: 'v1' });
  expect(second.json).toMatchObject({ resource: POWER_BI, expires_in: '3599', refresh_token: expect.any(String) });
});
