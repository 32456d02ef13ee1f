import { Redactor } from '@waybill/redaction';
import { serve } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { Authenticator, type OAuth2Identity } from '../index.ts';
import { person } from '../testing/person.ts';
import { ada, bench, publicApp, SCOPE, smokeApp, tenantId } from '../testing/sandbox-bench.ts';

const app = { flow: 'oauth2', clientId: smokeApp.clientId, clientSecret: smokeApp.secret, scope: SCOPE } as const;
const user = { flow: 'oauth2', clientId: publicApp.clientId, scope: `${SCOPE} openid profile offline_access` } as const;
const ADMIN = '/admin/groups?$top=1';

/** The sandbox's Entra as any authority, by its metadata. */
async function authority() {
  const started = await bench();
  const issuer = `${started.sandbox.url}/${tenantId}/v2.0`;
  const base = `${started.sandbox.url}/${tenantId}/oauth2/v2.0`;
  return { ...started, issuer, base };
}

describe('any authority signs in', () => {
  test.each(['basic', 'post'] as const)('an app that authenticates by %s', async (clientAuthentication) => {
    const { authenticator, issuer, expectAccepted } = await authority();
    const token = await authenticator().acquireToken({
      ...app,
      grant: 'client-credentials',
      issuer,
      clientAuthentication,
    });
    await expectAccepted(token, ADMIN);
    expect(token).toMatchObject({ flow: 'oauth2', clientId: smokeApp.clientId });
  });

  test('an app, without metadata', async () => {
    const { authenticator, base, expectAccepted } = await authority();
    await expectAccepted(
      await authenticator().acquireToken({ ...app, grant: 'client-credentials', tokenUrl: `${base}/token` }),
      ADMIN,
    );
  });

  test('a user with a password', async () => {
    const { authenticator, issuer, expectAccepted } = await authority();
    const token = await authenticator().acquireToken({
      ...user,
      grant: 'password',
      issuer,
      username: ada.userPrincipalName,
      password: ada.password,
    });
    await expectAccepted(token);
    expect(token.account).toBe(ada.userPrincipalName);
  });

  test('a user in a browser, and renews', async () => {
    const { authenticator, issuer, expectAccepted } = await authority();
    const { interaction, seen } = person(ada);
    const tokens = authenticator({ interaction });
    const identity: OAuth2Identity = { ...user, grant: 'authorization-code', issuer };
    const first = await tokens.acquireToken(identity);
    await expectAccepted(first);
    await expectAccepted(await tokens.acquireToken(identity, { insteadOf: first.token }));
    expect(seen.urls).toHaveLength(1);
  });

  test('a user in a browser, where the answer comes in the address', async () => {
    const { authenticator, base, expectAccepted } = await authority();
    const { interaction, seen } = person(ada);
    const token = await authenticator({ interaction }).acquireToken({
      ...user,
      grant: 'authorization-code',
      tokenUrl: `${base}/token`,
      authorizationUrl: `${base}/authorize`,
    });
    await expectAccepted(token);
    expect(new URL(seen.urls[0] ?? '').searchParams.has('response_mode')).toBe(false);
  });

  test('a user on another device', async () => {
    const { authenticator, base, expectAccepted } = await authority();
    const { interaction } = person(ada);
    const token = await authenticator({ interaction }).acquireToken({
      ...user,
      grant: 'device-code',
      tokenUrl: `${base}/token`,
      deviceAuthorizationUrl: `${base}/devicecode`,
    });
    await expectAccepted(token);
  });
});

describe('a form', () => {
  /** An authority of another make, which shows what it was sent. */
  async function other(answer: object, status = 200) {
    const seen: { authorization: string | undefined; form: Record<string, string> }[] = [];
    const tokenUrl = await serve((request, response, body) => {
      seen.push({ authorization: request.headers.authorization, form: Object.fromEntries(new URLSearchParams(body)) });
      response.writeHead(status).end(JSON.stringify(answer));
    });
    const redactor = new Redactor();
    return { tokenUrl, seen, redactor, tokens: new Authenticator({ authorityUrl: tokenUrl, redactor }) };
  }

  test('holds scope and audience, and the header an encoded secret that the redactor knows', async () => {
    const { tokenUrl, tokens, seen, redactor } = await other({ access_token: 'opaque', token_type: 'bearer' });
    const grant = 'client-credentials';
    const { expiresOn } = await tokens.acquireToken({
      ...{ flow: 'oauth2', grant, tokenUrl, clientId: 'a b', clientSecret: 'p:%+' },
      ...{ scope: 'read write', audience: 'https://api' },
    });
    const basic = Buffer.from('a+b:p%3A%25%2B').toString('base64');
    expect(seen).toEqual([
      {
        authorization: `Basic ${basic}`,
        form: { grant_type: 'client_credentials', scope: 'read write', audience: 'https://api' },
      },
    ]);
    expect(redactor.redact(basic)).toBe('***');
    expect(expiresOn.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  test('exchanges a refresh token and keeps it if it is not rotated', async () => {
    const { tokenUrl, tokens, seen } = await other({ access_token: 'opaque', token_type: 'bearer' });
    const identity: OAuth2Identity = {
      flow: 'oauth2',
      grant: 'refresh-token',
      tokenUrl,
      clientId: 'c',
      refreshToken: 'r',
    };
    await tokens.acquireToken(identity);
    await tokens.acquireToken(identity, { insteadOf: 'opaque' });
    expect(seen.map(({ form }) => form)).toEqual([
      { client_id: 'c', grant_type: 'refresh_token', refresh_token: 'r' },
      { client_id: 'c', grant_type: 'refresh_token', refresh_token: 'r' },
    ]);
  });

  test('that is refused without a number of Entra names the host', async () => {
    const { tokenUrl, tokens } = await other({ error: 'invalid_client', error_description: 'No such client.' }, 401);
    await expect(
      tokens.acquireToken({ flow: 'oauth2', grant: 'client-credentials', tokenUrl, clientId: 'c' }),
    ).rejects.toMatchObject({
      message: `${new URL(tokenUrl).host} refused the sign-in (invalid_client): No such client.`,
      hint: expect.stringContaining('clientSecret'),
    });
  });

  test('is not answered by a token of another kind', async () => {
    const { tokenUrl, tokens } = await other({ access_token: 'x', token_type: 'DPoP' });
    await expect(
      tokens.acquireToken({ flow: 'oauth2', grant: 'client-credentials', tokenUrl, clientId: 'c' }),
    ).rejects.toMatchObject({ code: 'ERR_AUTH_RESPONSE_INVALID' });
  });
});

describe('it does not start with', () => {
  const attempt = (more: Partial<OAuth2Identity>) =>
    new Authenticator({ authorityUrl: 'https://login.example', redactor: new Redactor() }).acquireToken({
      ...{ flow: 'oauth2', grant: 'client-credentials', clientId: 'c' },
      ...more,
    });

  test.each<[string, Partial<OAuth2Identity>]>([
    ['no endpoint', {}],
    ['an endpoint without TLS', { tokenUrl: 'http://login.example/token' }],
    ['an issuer without TLS', { issuer: 'http://login.example' }],
    ['no user', { grant: 'password', tokenUrl: 'http://127.0.0.1:9/' }],
    ['no refresh token', { grant: 'refresh-token', tokenUrl: 'http://127.0.0.1:9/' }],
    ['no page to sign in', { grant: 'authorization-code', tokenUrl: 'http://127.0.0.1:9/' }],
    ['no device endpoint', { grant: 'device-code', tokenUrl: 'http://127.0.0.1:9/' }],
  ])('%s', async (_what, more) => {
    await expect(attempt(more)).rejects.toMatchObject({ code: 'ERR_AUTH_CONFIGURATION' });
  });

  test('the metadata of another issuer', async () => {
    const issuer = await serve((_request, response) => response.end('{"issuer":"https://attacker.example"}'));
    await expect(attempt({ issuer })).rejects.toMatchObject({
      code: 'ERR_AUTH_RESPONSE_INVALID',
      message: expect.stringContaining('attacker.example'),
    });
  });

  test('metadata that leads off TLS', async () => {
    const issuer = await serve((request, response) =>
      response.end(JSON.stringify({ issuer: `http://${request.headers.host}`, token_endpoint: 'http://example.com/' })),
    );
    await expect(attempt({ issuer })).rejects.toMatchObject({ code: 'ERR_AUTH_CONFIGURATION' });
  });

  test('no metadata, but finds that of RFC 8414', async () => {
    const issuer = await serve((request, response) => {
      const isThere = request.url === '/.well-known/oauth-authorization-server/tenant';
      const origin = `http://${request.headers.host}`;
      if (request.url === '/token') return response.end('{"access_token":"x","token_type":"Bearer"}');
      const metadata = { issuer: `${origin}/tenant`, token_endpoint: `${origin}/token` };
      return response.writeHead(isThere ? 200 : 404).end(isThere ? JSON.stringify(metadata) : '');
    });
    expect((await attempt({ issuer: `${issuer}/tenant` })).token).toBe('x');
    await expect(attempt({ issuer })).rejects.toMatchObject({
      code: 'ERR_AUTH_RESPONSE_INVALID',
      hint: expect.stringContaining('/.well-known/openid-configuration'),
    });
  });
});
