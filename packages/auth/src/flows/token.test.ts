import { describe, expect, test } from 'vitest';
import { bench, SCOPE, smokeApp, tenantId } from '../testing/sandbox-bench.ts';

async function realToken() {
  const sandbox = await bench();
  const { token } = await sandbox.authenticator().acquireToken({
    flow: 'client-secret',
    tenantId,
    clientId: smokeApp.clientId,
    clientSecret: smokeApp.secret,
    scope: SCOPE,
  });
  return { ...sandbox, token };
}

const jwt = (claims: object) =>
  `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.x`;

describe('a pasted token', () => {
  test('is taken with whatever copying left around it, and Power BI takes it', async () => {
    const { token, authenticator, expectAccepted } = await realToken();
    const middle = token.length / 2;
    for (const pasted of [
      token,
      `Bearer ${token}`,
      `"${token}"\n`,
      ` 'bearer ${token}' `,
      `${token.slice(0, middle)}\r\n  ${token.slice(middle)}`,
    ]) {
      const taken = await authenticator().acquireToken({ flow: 'token', token: pasted });
      expect(taken.token).toBe(token);
      await expectAccepted(taken, '/admin/groups?$top=1');
      expect(taken).toMatchObject({ tenantId, clientId: smokeApp.clientId });
    }
  });

  test('expires when it says so itself', async () => {
    const { authenticator } = await bench();
    const exp = Math.floor(Date.now() / 1000) + 1234;
    const { expiresOn } = await authenticator().acquireToken({ flow: 'token', token: jwt({ exp }) });
    expect(expiresOn).toEqual(new Date(exp * 1000));
  });

  test.each([
    ['expired', jwt({ exp: 1600000000 }), 'ERR_AUTH_REFUSED', /expired at 2020-09-13T12:26:40/],
    ['an embed token', 'H4sIAAAA', 'ERR_AUTH_CONFIGURATION', /embed token/],
    ['nothing', '""', 'ERR_AUTH_CONFIGURATION', /no bearer token/],
    ['a sentence', 'Bearer of good news', 'ERR_AUTH_CONFIGURATION', /no bearer token/],
  ])('that is %s is not sent', async (_what, token, code, message) => {
    const { authenticator } = await bench();
    await expect(authenticator().acquireToken({ flow: 'token', token })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringContaining('az account get-access-token'),
    });
  });
});
