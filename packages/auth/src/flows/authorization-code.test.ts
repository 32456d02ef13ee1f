import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { signInWithBrowser } from '../browser/browser-sign-in.ts';
import { type AuthorizationCodeIdentity, decodeJwt } from '../index.ts';
import { person } from '../testing/person.ts';
import { ada, bench, mfaUser, publicApp, SCOPE, tenantId, webApi } from '../testing/sandbox-bench.ts';

const identity: AuthorizationCodeIdentity = {
  flow: 'authorization-code',
  tenantId,
  clientId: publicApp.clientId,
  scope: SCOPE,
};

test('signs a user in with the system browser, and Power BI takes the token', async () => {
  const { authenticator, expectAccepted, redactor } = await bench();
  const { interaction, seen } = person(ada);
  const token = await authenticator({ interaction }).acquireToken({ ...identity, loginHint: 'ada', prompt: 'login' });
  await expectAccepted(token);
  // It may have to be shown, and typed off.
  expect(redactor.redact(seen.urls[0] ?? '')).toBe(seen.urls[0]);
  expect(token).toMatchObject({ flow: 'authorization-code', account: ada.userPrincipalName, tenantId });

  const query = new URL(seen.urls[0] ?? '').searchParams;
  expect(Object.fromEntries(query)).toMatchObject({
    response_mode: 'form_post',
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+$/),
    login_hint: 'ada',
    prompt: 'login',
  });
});

test('lets a user with MFA in, which a password cannot', async () => {
  const { authenticator, expectAccepted } = await bench();
  await expectAccepted(await authenticator({ interaction: person(mfaUser).interaction }).acquireToken(identity));
});

test('signs a user in to a confidential client', async () => {
  const { authenticator } = await bench();
  const token = await authenticator({ interaction: person(ada).interaction }).acquireToken({
    ...identity,
    clientId: webApi.clientId,
    clientSecret: webApi.secret,
  });
  expect(decodeJwt(token.token)?.claims).toMatchObject({ appid: webApi.clientId, upn: ada.userPrincipalName });
});

test('renews the token without the user', async () => {
  const { authenticator, expectAccepted, redactor } = await bench();
  const { interaction, seen } = person(ada);
  const tokens = authenticator({ interaction });
  const first = await tokens.acquireToken(identity);
  const second = await tokens.acquireToken(identity, { insteadOf: first.token });
  expect(second.token).not.toBe(first.token);
  await expectAccepted(second);
  expect(seen.urls).toHaveLength(1);
  expect(redactor.redact(second.token)).toBe('***');
});

test('shows the URL where no browser can be opened', async () => {
  const { authenticator } = await bench();
  const { interaction, browse } = person(ada);
  for (const openBrowser of [undefined, () => Promise.reject(new Error('no display'))]) {
    const { openBrowser: _none, ...withoutBrowser } = interaction;
    const token = await authenticator({
      interaction: {
        ...withoutBrowser,
        ...(openBrowser === undefined ? {} : { openBrowser }),
        showSignInUrl: (url) => void browse(url),
      },
    }).acquireToken(identity);
    expect(token.account).toBe(ada.userPrincipalName);
  }
});

test('does not wait for the browser to be closed', async () => {
  const { authenticator } = await bench();
  const { interaction, browse } = person(ada);
  const openBrowser = (url: string) => {
    void browse(url);
    return new Promise<void>(() => undefined);
  };
  const token = await authenticator({ interaction: { ...interaction, openBrowser } }).acquireToken(identity);
  expect(token.account).toBe(ada.userPrincipalName);
});

test('needs a person', async () => {
  const { authenticator } = await bench();
  await expect(authenticator().acquireToken(identity)).rejects.toMatchObject({
    code: 'ERR_AUTH_INTERACTION_REQUIRED',
    hint: expect.stringContaining('client-secret'),
  });
});

test('says what a user who declines did', async () => {
  const { authenticator } = await bench();
  const { interaction, seen } = person({ ...ada, declines: true });
  await expect(authenticator({ interaction }).acquireToken(identity)).rejects.toMatchObject({
    code: 'ERR_AUTH_REFUSED',
    details: { aadstsCode: 65004 },
  });
  await expect.poll(() => seen.pages[0]?.status).toBe(400);
});

test('two identities do not ask at the same time', async () => {
  const { authenticator } = await bench();
  const { interaction, browse } = person(ada);
  let open = 0;
  let most = 0;
  const tokens = authenticator({
    interaction: {
      ...interaction,
      openBrowser: async (url) => {
        open += 1;
        most = Math.max(most, open);
        void browse(url).then(() => {
          open -= 1;
        });
      },
    },
  });
  await Promise.all([tokens.acquireToken(identity), tokens.acquireToken({ ...identity, prompt: 'login' })]);
  expect(most).toBe(1);
});

describe('the listener', () => {
  const authorizationUrl = 'https://login.example/authorize';
  const open = (options: {
    timeoutMs?: number;
    signal?: AbortSignal;
    onUrl?: (redirectUri: string, state: string) => void;
  }) =>
    signInWithBrowser(
      {
        flow: 'authorization-code',
        responseMode: 'form_post',
        timeoutMs: options.timeoutMs,
        authorizationUrl: ({ redirectUri, state }) => {
          options.onUrl?.(redirectUri, state);
          return authorizationUrl;
        },
      },
      {
        authorityUrl: 'https://login.example',
        onSecret: () => undefined,
        interaction: { showSignInUrl: () => undefined, showDeviceCode: () => undefined, signal: options.signal },
      },
    );
  const post = (url: string, fields: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields) });

  test('waits for the answer only, then closes', async () => {
    let redirectUri = '';
    const statuses: (number | string | null)[] = [];
    const code = await open({
      onUrl: async (uri, state) => {
        redirectUri = uri;
        statuses.push((await fetch(`${uri}/favicon.ico`)).status);
        statuses.push((await fetch(`${uri}/?code=from-a-link&state=${state}`)).status);
        statuses.push((await post(uri, { other: 'form' })).status);
        const last = await post(uri, { code: 'secret-code', state });
        statuses.push(last.status, last.headers.get('cache-control'));
        expect(await last.text()).not.toMatch(/secret-code|<script/);
      },
    });
    expect(code).toMatchObject({ code: 'secret-code', redirectUri });
    await expect.poll(() => statuses).toEqual([400, 400, 400, 200, 'no-store']);
    await expect(fetch(redirectUri)).rejects.toThrow();
  });

  test('is not reached under another name', async () => {
    const answer = await open({
      onUrl: async (uri, state) => {
        const { port } = new URL(uri);
        const body = `code=x&state=${state}`;
        const refused = await new Promise<string>((resolve) => {
          const socket = connect(Number(port), '127.0.0.1', () =>
            socket.end(
              `POST / HTTP/1.1\r\nHost: attacker.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
            ),
          );
          socket.once('data', (data) => resolve(String(data)));
        });
        expect(refused).toMatch(/^HTTP\/1.1 400/);
        await post(uri, { code: 'right', state });
      },
    });
    expect(answer.code).toBe('right');
  });

  test('does not take the answer to another sign-in', async () => {
    await expect(open({ onUrl: (uri) => void post(uri, { code: 'c', state: 'x' }) })).rejects.toMatchObject({
      code: 'ERR_AUTH_RESPONSE_INVALID',
    });
  });

  test('gives up after a while', async () => {
    await expect(open({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'ERR_AUTH_TIMEOUT' });
  });

  test('can be cancelled, before and while it waits', async () => {
    const controller = new AbortController();
    const waiting = open({ signal: controller.signal, onUrl: () => setImmediate(() => controller.abort()) });
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_AUTH_CANCELLED' });
    await expect(open({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ERR_AUTH_CANCELLED' });
  });

  test('says when its port is taken', async () => {
    const { authenticator, sandbox } = await bench();
    const { interaction } = person(ada);
    for (const redirectPort of [Number(new URL(sandbox.url).port), 70_000]) {
      await expect(authenticator({ interaction }).acquireToken({ ...identity, redirectPort })).rejects.toMatchObject({
        code: 'ERR_AUTH_CONFIGURATION',
        message: `The browser cannot come back to port ${redirectPort}.`,
        hint: expect.stringContaining('redirectPort'),
      });
    }
  });
});
