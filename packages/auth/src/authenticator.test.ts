import { Redactor } from '@waybill/redaction';
import {
  deadOrigin,
  type Handler,
  recordingProxy,
  sandboxSeed as seed,
  serve,
  startTestSandbox,
} from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { Authenticator, type ClientSecretIdentity, decodeJwt, type Identity, type PasswordIdentity } from './index.ts';

const RESOURCE = 'https://analysis.windows.net/powerbi/api';
const [app, publicApp] = seed.apps;
const [ada, , mfa] = seed.users;
if (!app || !publicApp || !ada || !mfa) throw new Error('the seed changed');

const appIdentity: ClientSecretIdentity = {
  flow: 'client-secret',
  tenantId: seed.tenantId,
  clientId: app.clientId,
  clientSecret: app.secrets[0] as string,
  scope: `${RESOURCE}/.default`,
};
const user = {
  flow: 'password',
  tenantId: seed.tenantId,
  clientId: publicApp.clientId,
  username: ada.userPrincipalName,
  password: ada.password,
} as const;
const userV1: PasswordIdentity = { ...user, endpoint: 'v1', resource: RESOURCE };
const userV2: PasswordIdentity = { ...user, endpoint: 'v2', scope: `${RESOURCE}/.default` };

/** A sandbox behind a proxy that counts. */
async function countedSandbox(options: { tokenLifetimeSeconds?: number } = {}) {
  const { origin, requests } = await recordingProxy((await startTestSandbox(options)).url);
  const redactor = new Redactor();
  return { authenticator: new Authenticator({ authorityUrl: origin, redactor }), requests, redactor, origin };
}

describe('a token', () => {
  test.each<[string, ClientSecretIdentity | PasswordIdentity, string]>([
    ['client secret', appIdentity, 'v2.0/token'],
    ['password, v2', userV2, 'v2.0/token'],
    ['password, v1', userV1, 'oauth2/token'],
  ])('is obtained by %s with one request', async (_name, identity, endpoint) => {
    const { authenticator, requests } = await countedSandbox();
    const token = await authenticator.acquireToken(identity);
    const claims = decodeJwt(token.token)?.claims;
    expect(claims).toMatchObject({ aud: RESOURCE, tid: seed.tenantId, appid: identity.clientId });
    expect(token.account).toBe(identity.flow === 'password' ? ada.userPrincipalName : undefined);
    expect(Math.abs(token.expiresOn.getTime() - Number(claims?.exp) * 1000)).toBeLessThan(5000);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toContain(endpoint);
  });

  test('is shared by callers who ask at the same time, and kept for those after', async () => {
    const { authenticator, requests } = await countedSandbox();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => authenticator.acquireToken(appIdentity)));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
    await authenticator.acquireToken({ ...appIdentity });
    expect(requests).toHaveLength(1);
  });

  test.each<[string, Identity]>([
    ['tenant', { ...appIdentity, tenantId: seed.domain }],
    [
      'client',
      { ...appIdentity, clientId: seed.apps[2]?.clientId as string, clientSecret: seed.apps[2]?.secrets[0] as string },
    ],
    ['scope', { ...appIdentity, scope: 'https://vault.azure.net/.default' }],
    ['account', userV2],
  ])('is not shared with another %s', async (_what, other) => {
    const { authenticator, requests } = await countedSandbox();
    await authenticator.acquireToken(appIdentity);
    await authenticator.acquireToken(other);
    expect(requests).toHaveLength(2);
  });

  test('does not hide that another secret for the same client is wrong', async () => {
    const { authenticator } = await countedSandbox();
    await authenticator.acquireToken(appIdentity);
    await expect(authenticator.acquireToken({ ...appIdentity, clientSecret: 'wrong' })).rejects.toMatchObject({
      details: { aadstsCode: 7000215 },
    });
  });

  test('that was refused is replaced once for all who had it', async () => {
    const { authenticator, requests } = await countedSandbox();
    const refused = (await authenticator.acquireToken(appIdentity)).token;
    const replacements = await Promise.all(
      Array.from({ length: 5 }, () => authenticator.acquireToken(appIdentity, { insteadOf: refused })),
    );
    expect(new Set(replacements.map(({ token }) => token)).size).toBe(1);
    expect(replacements[0]?.token).not.toBe(refused);
    expect(requests).toHaveLength(2);
  });

  test('is renewed ahead of its expiry', async () => {
    const { authenticator, requests } = await countedSandbox({ tokenLifetimeSeconds: 2 });
    const first = await authenticator.acquireToken(appIdentity);
    await expect
      .poll(async () => (await authenticator.acquireToken(appIdentity)).token, { timeout: 4000, interval: 50 })
      .not.toBe(first.token);
    expect(Date.now()).toBeLessThan(first.expiresOn.getTime());
    expect(requests).toHaveLength(2);
  });

  test('and its credential are known to the redactor', async () => {
    const { authenticator, redactor } = await countedSandbox();
    const { token } = await authenticator.acquireToken(userV1);
    expect(redactor.redact(`${token} ${ada.password} ${encodeURIComponent(ada.password)}`)).toBe('*** *** ***');
  });
});

describe('a refusal', () => {
  test.each<[string, Identity, number, RegExp]>([
    ['a wrong secret', { ...appIdentity, clientSecret: 'x' }, 7000215, /Value, not its Secret ID/],
    ['an unknown app', { ...appIdentity, clientId: '00000000-0000-4000-8000-000000000000' }, 700016, /clientId/],
    ['an unknown tenant', { ...appIdentity, tenantId: '00000000-0000-4000-8000-000000000000' }, 90002, /tenantId/],
    ['a scope without .default', { ...appIdentity, scope: `${RESOURCE}/Dataset.Read.All` }, 1002012, /\.default/],
    ['a resource with a slash', { ...appIdentity, scope: `${RESOURCE}//.default` }, 500011, /no slash/],
    ['a wrong password', { ...userV2, password: 'x' }, 50126, /lock/],
    ['a wrong password on v1', { ...userV1, password: 'x' }, 50126, /lock/],
    ['an unknown user', { ...userV1, username: 'nobody@sandbox.onmicrosoft.com' }, 50034, /tenantId/],
    ['MFA', { ...userV2, username: mfa.userPrincipalName, password: mfa.password }, 50076, /service principal/],
    ['a secret from a public client', { ...userV2, clientSecret: 'x' }, 700025, /Remove clientSecret/],
    [
      'a password for a confidential client',
      { ...userV1, clientId: app.clientId },
      7000218,
      /Allow public client flows/,
    ],
  ])('for %s carries number, remedy, correlation id and time', async (_name, identity, aadstsCode, remedy) => {
    const { authenticator } = await countedSandbox();
    await expect(authenticator.acquireToken(identity)).rejects.toMatchObject({
      name: 'AuthError',
      code: 'ERR_AUTH_REFUSED',
      message: expect.stringContaining(`AADSTS${aadstsCode}`),
      hint: expect.stringMatching(remedy),
      details: {
        aadstsCode,
        correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        timestamp: expect.stringMatching(/Z$/),
      },
    });
  });

  test('is not tried again by the next request, until it is forgotten', async () => {
    const { authenticator, requests } = await countedSandbox();
    const identity = { ...userV1, password: 'wrong' };
    await expect(authenticator.acquireToken(identity)).rejects.toThrow('50126');
    await expect(authenticator.acquireToken(identity)).rejects.toThrow('50126');
    expect(requests).toHaveLength(1);
    authenticator.forget(identity);
    await expect(authenticator.acquireToken(identity)).rejects.toThrow('50126');
    expect(requests).toHaveLength(2);
  });

  test('with a number nobody knows keeps the words of Entra', async () => {
    const origin = await serve((_request, response) => {
      const error_description = 'AADSTS123456: Something new.\r\nTrace ID: t\r\nCorrelation ID: c\r\nTimestamp: 2026';
      response.writeHead(400).end(JSON.stringify({ error: 'invalid_grant', error_description }));
    });
    const authenticator = new Authenticator({ authorityUrl: origin, redactor: new Redactor() });
    await expect(authenticator.acquireToken(userV1)).rejects.toMatchObject({
      message: 'Entra refused the sign-in (AADSTS123456): Something new.',
      details: { aadstsCode: 123456 },
    });
  });
});

describe('an authority that', () => {
  const answers: Record<string, Handler> = {
    'answers with an empty body': (_request, response) => response.writeHead(200).end(),
    'answers with a page': (_request, response) => response.setHeader('content-type', 'text/html').end('<html>'),
    'answers JSON that is no OAuth answer': (_request, response) => response.writeHead(502).end('{}'),
    'answers without a token': (_request, response) => response.end('{"token_type":"Bearer","expires_in":"3599"}'),
  };
  test.each(Object.entries(answers))('%s is not taken for a success', async (_name, handler) => {
    const authenticator = new Authenticator({ authorityUrl: await serve(handler), redactor: new Redactor() });
    for (const identity of [appIdentity, userV1, userV2]) {
      await expect(authenticator.acquireToken(identity)).rejects.toMatchObject({ code: 'ERR_AUTH_RESPONSE_INVALID' });
    }
  });

  test('is down is named, and asked again next time', async () => {
    const origin = await deadOrigin();
    const authenticator = new Authenticator({ authorityUrl: origin, redactor: new Redactor() });
    for (const identity of [appIdentity, userV1, appIdentity]) {
      await expect(authenticator.acquireToken(identity)).rejects.toMatchObject({
        code: 'ERR_NETWORK_REFUSED',
        host: origin.replace('http://', ''),
      });
    }
  });

  test.each(['http://login.example.com', 'ftp://x', 'login'])('is %s gets no secret', async (authorityUrl) => {
    const authenticator = new Authenticator({ authorityUrl, redactor: new Redactor() });
    for (const identity of [appIdentity, userV1]) {
      await expect(authenticator.acquireToken(identity)).rejects.toMatchObject({ code: 'ERR_AUTH_CONFIGURATION' });
    }
  });
});
