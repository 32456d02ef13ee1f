import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { accessToken, appForm, requestToken, smokeApp, testSandbox } from '../testing/client.ts';

async function claimsOf(claims: object) {
  const sandbox = await testSandbox();
  return decodeJwt(await accessToken(sandbox, { ...appForm(), claims: JSON.stringify(claims) }));
}

test('puts the claims that were asked for into the token', async () => {
  const wanted = { acrs: { essential: true, value: 'c1' }, polids: { essential: true }, xms_cc: { values: ['CP1'] } };
  expect(await claimsOf({ access_token: wanted })).toMatchObject({ acrs: ['c1'], polids: true, xms_cc: ['cp1'] });
});

test('leaves out what says who the client is and what it may do', async () => {
  const wanted = { oid: { value: 'x' }, roles: { values: ['Tenant.Read.All'] }, scp: { value: 'x' }, upn: null };
  const claims = await claimsOf({ access_token: wanted, id_token: { acrs: { value: 'c1' } } });
  expect(claims.oid).toBe(smokeApp.servicePrincipalObjectId);
  for (const name of ['roles', 'scp', 'upn', 'acrs']) expect(claims).not.toHaveProperty(name);
});

test.each(['{', 'null', '[', '"x'])('refuses claims that are no JSON: %s', async (claims) => {
  const sandbox = await testSandbox();
  expect((await requestToken(sandbox, { ...appForm(), claims })).json.error_codes).toEqual([9002313]);
});
