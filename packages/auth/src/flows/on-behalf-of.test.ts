import { expect, test } from 'vitest';
import { decodeJwt, type OnBehalfOfIdentity, type PasswordIdentity } from '../index.ts';
import { ada, bench, publicApp, SCOPE, tenantId, webApi } from '../testing/sandbox-bench.ts';

const user: PasswordIdentity = {
  flow: 'password',
  endpoint: 'v2',
  tenantId,
  clientId: publicApp.clientId,
  username: ada.userPrincipalName,
  password: ada.password,
  scope: `api://${webApi.clientId}/.default`,
};
const api: Omit<OnBehalfOfIdentity, 'assertion'> = {
  flow: 'on-behalf-of',
  tenantId,
  clientId: webApi.clientId,
  clientSecret: webApi.secret,
  scope: SCOPE,
};

test('an API acts for the user who called it, and Power BI takes the token', async () => {
  const { authenticator, expectAccepted } = await bench();
  const tokens = authenticator();
  const { token: assertion } = await tokens.acquireToken(user);
  const token = await tokens.acquireToken({ ...api, assertion });
  await expectAccepted(token);
  expect(decodeJwt(token.token)?.claims).toMatchObject({ upn: ada.userPrincipalName, appid: webApi.clientId });
  expect(token.account).toBe(ada.userPrincipalName);
});

test('a token that was not meant for the API is refused', async () => {
  const { authenticator, redactor } = await bench();
  const tokens = authenticator();
  const { token: assertion } = await tokens.acquireToken({ ...user, scope: SCOPE });
  await expect(tokens.acquireToken({ ...api, assertion })).rejects.toMatchObject({ details: { aadstsCode: 50013 } });
  expect(redactor.redact(webApi.secret)).toBe('***');
});
