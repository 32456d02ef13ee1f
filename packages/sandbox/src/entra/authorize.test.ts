import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { seed } from '../seed.ts';
import type { Sandbox } from '../start-sandbox.ts';
import {
  ada,
  answerOf,
  type Form,
  mfaUser,
  POWER_BI_SCOPE,
  publicApp,
  requestToken,
  smokeApp,
  testSandbox,
} from '../testing/client.ts';
import { formIn, msalPublicClient, submitSignIn } from '../testing/sign-in.ts';

const REDIRECT_URI = 'http://localhost:43210/callback';
const VERIFIER = 'v'.repeat(43);

const QUERY: Form = {
  client_id: publicApp.clientId,
  redirect_uri: REDIRECT_URI,
  response_type: 'code',
  scope: `${POWER_BI_SCOPE} openid offline_access`,
  state: 'state "<&>',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
};

function authorizeUrl({ url }: Sandbox, query: Form = {}): string {
  return `${url}/${seed.tenantId}/oauth2/v2.0/authorize?${new URLSearchParams({ ...QUERY, ...query })}`;
}

function redirectOf(answer: { status: number; headers: Headers }): URLSearchParams {
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '').searchParams;
}

async function codeFor(sandbox: Sandbox, query: Form = {}): Promise<string> {
  return redirectOf(await submitSignIn(authorizeUrl(sandbox, query), ada)).get('code') ?? '';
}

function redeem(sandbox: Sandbox, code: string, fields: Form = {}) {
  const grant = { grant_type: 'authorization_code', client_id: publicApp.clientId, redirect_uri: REDIRECT_URI };
  return requestToken(sandbox, { ...grant, code, code_verifier: VERIFIER, client_info: '1', ...fields });
}

test('shows a sign-in form, filled in with the hint', async () => {
  const sandbox = await testSandbox();
  const page = await answerOf(await fetch(authorizeUrl(sandbox, { login_hint: 'ada@"<b>' })));
  expect(page.status).toBe(200);
  expect(page.text).toContain('value="ada@&quot;&lt;b&gt;"');
  expect(page.text).toContain('name="password"');
});

test('form_post: a page sends code and state to the client, and the code becomes tokens', async () => {
  const sandbox = await testSandbox();
  const url = authorizeUrl(sandbox, { response_mode: 'form_post', client_info: '1', nonce: 'n-1' });
  const { action, fields } = formIn((await submitSignIn(url, mfaUser)).text);
  expect(action).toBe(REDIRECT_URI);
  expect(Object.fromEntries(fields)).toEqual({
    code: expect.any(String),
    client_info: Buffer.from(JSON.stringify({ uid: mfaUser.objectId, utid: seed.tenantId })).toString('base64url'),
    session_state: expect.any(String),
    state: QUERY.state,
  });
  const { json } = await redeem(sandbox, fields.get('code') ?? '');
  expect(decodeJwt(json.id_token)).toMatchObject({ nonce: 'n-1', preferred_username: mfaUser.userPrincipalName });
  expect(decodeJwt(json.access_token)).toMatchObject({ appidacr: '0', amr: ['pwd', 'mfa'] });
  expect(json.refresh_token).toEqual(expect.any(String));
});

test('query: redirects, and without a nonce the id token has none', async () => {
  const sandbox = await testSandbox();
  const query = redirectOf(await submitSignIn(authorizeUrl(sandbox), ada));
  expect(query.get('state')).toBe(QUERY.state);
  const { json } = await redeem(sandbox, query.get('code') ?? '');
  expect(decodeJwt(json.id_token)).not.toHaveProperty('nonce');
});

test('the form comes again after a wrong password', async () => {
  const sandbox = await testSandbox();
  const page = await submitSignIn(authorizeUrl(sandbox), { ...ada, password: 'wrong' });
  expect(page).toMatchObject({ status: 400, text: expect.stringContaining('AADSTS50126') });
});

test.each([
  ['the user declines', {}, { action: 'decline' }, 'access_denied'],
  ['the scope is unknown', { scope: 'https://api.example/.default' }, {}, 'invalid_resource'],
  ['the response type is not code', { response_type: 'token' }, {}, 'unsupported_response_type'],
  ['the challenge is plain', { code_challenge_method: 'plain' }, {}, 'invalid_request'],
])('tells the client when %s', async (_when, query, fields, error) => {
  const sandbox = await testSandbox();
  const answer = redirectOf(await submitSignIn(authorizeUrl(sandbox, query), ada, fields));
  expect(Object.fromEntries(answer)).toMatchObject({ error, state: QUERY.state });
});

test('prompt=none finds nobody signed in', async () => {
  const sandbox = await testSandbox();
  const answer = await answerOf(await fetch(authorizeUrl(sandbox, { prompt: 'none' }), { redirect: 'manual' }));
  expect(redirectOf(answer).get('error')).toBe('login_required');
});

test.each([
  'https://localhost/',
  'http://localhost.evil.example/',
  'http://evil.example/',
  'http://localhost@evil.example/',
  'urn:ietf:wg:oauth:2.0:oob',
  'javascript:alert(1)',
])('shows AADSTS50011 on a page for the redirect URI %s', async (redirectUri) => {
  const sandbox = await testSandbox();
  const answer = await submitSignIn(authorizeUrl(sandbox, { redirect_uri: redirectUri }), ada);
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('AADSTS50011') });
});

test.each(['http://localhost', 'http://localhost:1/', 'http://127.0.0.1:43210/a/b?c=d'])(
  'takes the redirect URI %s',
  async (redirectUri) => {
    const sandbox = await testSandbox();
    const code = await codeFor(sandbox, { redirect_uri: redirectUri });
    expect((await redeem(sandbox, code, { redirect_uri: redirectUri })).status).toBe(200);
  },
);

test('a code is good once', async () => {
  const sandbox = await testSandbox();
  const code = await codeFor(sandbox);
  expect((await redeem(sandbox, code)).status).toBe(200);
  expect((await redeem(sandbox, code)).json).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
});

test.each([
  ['the verifier is another', { code_verifier: 'w'.repeat(43) }, 501481],
  ['the verifier is missing', { code_verifier: '' }, 501481],
  ['the redirect URI is another', { redirect_uri: 'http://localhost:1' }, 50011],
  ['another client has it', { client_id: smokeApp.clientId, client_secret: smokeApp.secrets[0] ?? '' }, 70008],
])('refuses a code when %s', async (_when, fields, code) => {
  const sandbox = await testSandbox();
  const { json } = await redeem(sandbox, await codeFor(sandbox), fields);
  expect(json).toMatchObject({ error: 'invalid_grant', error_codes: [code] });
});

test('refuses a code that was never given out', async () => {
  const sandbox = await testSandbox();
  expect((await redeem(sandbox, '0.nope')).json.error_codes).toEqual([70008]);
});

test('msal-node signs a user in through a browser', async () => {
  const sandbox = await testSandbox();
  const result = await msalPublicClient(sandbox).acquireTokenInteractive({
    scopes: [POWER_BI_SCOPE],
    openBrowser: async (url) => {
      const { action, fields } = formIn((await submitSignIn(url, ada)).text);
      await fetch(action, { method: 'POST', body: fields });
    },
  });
  expect(result.account?.username).toBe(ada.userPrincipalName);
});
