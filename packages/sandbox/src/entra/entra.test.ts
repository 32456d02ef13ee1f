import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { seed } from '../seed.ts';
import {
  ada,
  answerOf,
  appForm,
  type Form,
  grace,
  mfaUser,
  overprivilegedApp,
  POWER_BI,
  POWER_BI_SCOPE,
  publicApp,
  requestToken,
  smokeApp,
  testSandbox,
  userForm,
} from '../testing/client.ts';

const { scope: _scope, ...appFormWithoutScope } = appForm();
const v1AppForm = { ...appFormWithoutScope, resource: POWER_BI };

interface Mistake {
  readonly code: number;
  readonly when: string;
  readonly form: Form;
  readonly options?: { version?: 'v1' | 'v2'; tenant?: string };
  readonly status?: number;
  readonly error: string;
  readonly suberror?: string;
  readonly says?: string;
}

const MISTAKES: readonly Mistake[] = [
  {
    code: 50034,
    when: 'the user is unknown',
    form: { ...userForm(), username: 'nobody@sandbox.onmicrosoft.com' },
    error: 'invalid_grant',
    says: 'nobody@sandbox.onmicrosoft.com',
  },
  {
    code: 50076,
    when: 'the user needs MFA',
    form: userForm(mfaUser),
    error: 'invalid_grant',
    suberror: 'basic_action',
    says: POWER_BI,
  },
  { code: 50126, when: 'the password is wrong', form: { ...userForm(), password: 'wrong' }, error: 'invalid_grant' },
  {
    code: 65001,
    when: 'nobody consented to the scope',
    form: userForm(ada, `${POWER_BI}/Dashboard.Read.All`),
    error: 'invalid_grant',
    suberror: 'consent_required',
    says: publicApp.displayName,
  },
  {
    code: 70003,
    when: 'the grant type is unknown',
    form: { ...appForm(), grant_type: 'toString' },
    error: 'unsupported_grant_type',
  },
  {
    code: 70008,
    when: 'the refresh token was never issued',
    form: { ...userForm(), grant_type: 'refresh_token', refresh_token: '0.nope' },
    error: 'invalid_grant',
  },
  {
    code: 70011,
    when: '.default stands beside another scope',
    form: userForm(ada, `${POWER_BI_SCOPE} ${POWER_BI}/Report.Read.All`),
    error: 'invalid_scope',
  },
  {
    code: 90002,
    when: 'the tenant is unknown',
    form: appForm(),
    options: { tenant: 'contoso.example' },
    error: 'invalid_request',
    says: 'contoso.example',
  },
  {
    code: 500011,
    when: 'the resource ends in a slash (v1)',
    form: { ...v1AppForm, resource: `${POWER_BI}/` },
    options: { version: 'v1' },
    error: 'invalid_resource',
    says: `${POWER_BI}/ `,
  },
  {
    code: 500011,
    when: 'the resource is unknown (v2)',
    form: { ...appForm(), scope: 'https://api.example/.default' },
    error: 'invalid_resource',
    says: 'https://api.example',
  },
  {
    code: 700016,
    when: 'the app is unknown',
    form: { ...appForm(), client_id: '00000000-0000-0000-0000-00000000dead' },
    error: 'unauthorized_client',
    says: '00000000-0000-0000-0000-00000000dead',
  },
  {
    code: 700022,
    when: 'scopes belong to two resources',
    form: userForm(ada, `${POWER_BI}/Report.Read.All https://vault.azure.net/user_impersonation`),
    error: 'invalid_scope',
  },
  {
    code: 700025,
    when: 'a public app sends a secret',
    form: { ...userForm(), client_secret: 'anything' },
    status: 401,
    error: 'invalid_client',
  },
  {
    code: 900144,
    when: 'client_id is missing',
    form: { grant_type: 'client_credentials' },
    error: 'invalid_request',
    says: "'client_id'",
  },
  {
    code: 900144,
    when: 'resource is missing on v1',
    form: appForm(),
    options: { version: 'v1' },
    error: 'invalid_request',
    says: "'resource'",
  },
  {
    code: 901002,
    when: 'resource is sent to v2',
    form: { ...appForm(), resource: POWER_BI },
    error: 'invalid_request',
  },
  {
    code: 1002012,
    when: 'an app asks for a named scope',
    form: { ...appForm(), scope: `${POWER_BI}/Dataset.Read.All` },
    error: 'invalid_scope',
  },
  {
    code: 7000215,
    when: 'the secret is wrong',
    form: { ...appForm(), client_secret: `${smokeApp.secrets[0]}x` },
    status: 401,
    error: 'invalid_client',
    says: smokeApp.clientId,
  },
  {
    code: 7000218,
    when: 'a confidential app sends no secret',
    form: { grant_type: 'client_credentials', client_id: smokeApp.clientId, scope: POWER_BI_SCOPE },
    status: 401,
    error: 'invalid_client',
  },
  {
    code: 7000218,
    when: 'a public app signs in as itself',
    form: { grant_type: 'client_credentials', client_id: publicApp.clientId, scope: POWER_BI_SCOPE },
    status: 401,
    error: 'invalid_client',
  },
  {
    code: 9001023,
    when: 'a password is sent to /common',
    form: userForm(),
    options: { tenant: 'common' },
    error: 'invalid_request',
  },
];

test.each(MISTAKES)(
  'refuses with AADSTS$code when $when',
  async ({ code, form, options, status, error, suberror, says }) => {
    const sandbox = await testSandbox();
    const answer = await requestToken(sandbox, form, options);
    expect(answer.status).toBe(status ?? 400);
    expect(answer.json).toMatchObject({ error, error_codes: [code] });
    expect(answer.json.suberror).toBe(suberror);
    expect(answer.json.error_description).toMatch(new RegExp(`^AADSTS${code}: `));
    expect(answer.json.error_description).toContain(says ?? '. Trace ID: ');
  },
);

test('refuses a JSON body with AADSTS9002313', async () => {
  const sandbox = await testSandbox();
  const response = await fetch(`${sandbox.url}/${seed.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(appForm()),
  });
  const { status, json } = await answerOf(response);
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: 'invalid_request', error_codes: [9002313] });
});

test('writes trace id, correlation id and time of a refusal into the description and beside it', async () => {
  const sandbox = await testSandbox();
  const { json, headers } = await requestToken(sandbox, { ...appForm(), client_secret: 'wrong' });
  const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  expect(json.trace_id).toMatch(guid);
  expect(json.correlation_id).toMatch(guid);
  expect(json.timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
  const tail = ` Trace ID: ${json.trace_id} Correlation ID: ${json.correlation_id} Timestamp: ${json.timestamp}`;
  expect(json.error_description.endsWith(tail)).toBe(true);
  expect(json.error_uri).toBe(`${sandbox.url}/error?code=7000215`);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('cache-control')).toContain('no-store');
  expect(headers.get('x-ms-request-id')).toMatch(guid);
});

const CORRELATION_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

test.each([
  ['query', `?client-request-id=${CORRELATION_ID}`, {}, {}],
  ['form', '', { 'client-request-id': CORRELATION_ID }, {}],
  ['header', '', {}, { 'client-request-id': CORRELATION_ID }],
])('echoes the client-request-id of the %s as correlation id', async (_place, query, fields, headers) => {
  const sandbox = await testSandbox();
  const response = await fetch(`${sandbox.url}/${seed.tenantId}/oauth2/v2.0/token${query}`, {
    method: 'POST',
    body: new URLSearchParams({ ...appForm(), client_secret: 'wrong', ...fields }),
    headers,
  });
  expect((await answerOf(response)).json.correlation_id).toBe(CORRELATION_ID);
});

test('does not echo a client-request-id that is no GUID', async () => {
  const sandbox = await testSandbox();
  const { json } = await requestToken(
    sandbox,
    { ...appForm(), client_secret: 'wrong' },
    { headers: { 'client-request-id': 'mine' } },
  );
  expect(json.error_codes).toEqual([7000215]);
  expect(json.error_description).not.toContain('mine');
});

test('demands MFA with claims that a client can pass on', async () => {
  const sandbox = await testSandbox();
  const { json } = await requestToken(sandbox, userForm(mfaUser));
  expect(JSON.parse(json.claims)).toHaveProperty('access_token');
});

test('answers v1 with strings where v2 has numbers', async () => {
  const sandbox = await testSandbox();
  const v1 = await requestToken(sandbox, v1AppForm, { version: 'v1' });
  const v2 = await requestToken(sandbox, appForm());
  expect(v1.json).toEqual({
    token_type: 'Bearer',
    expires_in: '3599',
    ext_expires_in: '3599',
    expires_on: expect.stringMatching(/^\d{10}$/),
    not_before: expect.stringMatching(/^\d{10}$/),
    resource: POWER_BI,
    access_token: expect.any(String),
  });
  expect(v2.json).toEqual({
    token_type: 'Bearer',
    expires_in: 3599,
    ext_expires_in: 3599,
    access_token: expect.any(String),
  });
});

test('gives an app a v1 token without scopes, roles or a user, whichever endpoint it asks', async () => {
  const sandbox = await testSandbox();
  for (const [form, version] of [
    [v1AppForm, 'v1'],
    [appForm(), 'v2'],
  ] as const) {
    const { json } = await requestToken(sandbox, form, { version });
    const claims = decodeJwt(json.access_token);
    expect(claims).toMatchObject({
      aud: POWER_BI,
      iss: `${sandbox.url}/${seed.tenantId}/`,
      appid: smokeApp.clientId,
      appidacr: '1',
      oid: smokeApp.servicePrincipalObjectId,
      sub: smokeApp.servicePrincipalObjectId,
      tid: seed.tenantId,
      ver: '1.0',
    });
    for (const absent of ['scp', 'roles', 'upn', 'wids']) expect(claims).not.toHaveProperty(absent);
    expect((claims.exp as number) - (claims.iat as number)).toBe(3599);
  }
});

test('puts consented application permissions into the roles of an app token', async () => {
  const sandbox = await testSandbox();
  const { json } = await requestToken(sandbox, appForm(overprivilegedApp));
  expect(decodeJwt(json.access_token).roles).toEqual(['Tenant.Read.All']);
});

test('gives a user a token with scopes, name and directory roles', async () => {
  const sandbox = await testSandbox();
  const { json } = await requestToken(sandbox, userForm(ada));
  expect(decodeJwt(json.access_token)).toMatchObject({
    aud: POWER_BI,
    appid: publicApp.clientId,
    appidacr: '0',
    amr: ['pwd'],
    oid: ada.objectId,
    scp: publicApp.delegatedScopes.join(' '),
    upn: ada.userPrincipalName,
    unique_name: ada.userPrincipalName,
    wids: ['a9ea8996-122f-4c74-9520-8edcd192826c'],
    ver: '1.0',
  });
});

test('gives no directory roles to a user who is not an administrator', async () => {
  const sandbox = await testSandbox();
  const { json } = await requestToken(sandbox, userForm(grace));
  const claims = decodeJwt(json.access_token);
  expect(claims.upn).toBe(grace.userPrincipalName);
  expect(claims).not.toHaveProperty('wids');
});

test('echoes the scope that was asked for beside those that were granted', async () => {
  const sandbox = await testSandbox();
  const { json } = await requestToken(sandbox, userForm(ada));
  const granted = publicApp.delegatedScopes.map((name) => `${POWER_BI}/${name}`);
  expect(json.scope.split(' ')).toEqual([...granted, POWER_BI_SCOPE]);
});

test('issues id token, refresh token and client_info on v2 only if asked', async () => {
  const sandbox = await testSandbox();
  const bare = await requestToken(sandbox, userForm(ada, `${POWER_BI}/Report.Read.All`));
  expect(Object.keys(bare.json).sort()).toEqual([
    'access_token',
    'expires_in',
    'ext_expires_in',
    'scope',
    'token_type',
  ]);
  expect(decodeJwt(bare.json.access_token).scp).toBe('Report.Read.All');

  const full = await requestToken(sandbox, { ...userForm(ada), client_info: '1' });
  expect(decodeJwt(full.json.id_token)).toMatchObject({
    aud: publicApp.clientId,
    iss: `${sandbox.url}/${seed.tenantId}/v2.0`,
    oid: ada.objectId,
    preferred_username: ada.userPrincipalName,
    tid: seed.tenantId,
    ver: '2.0',
  });
  expect(JSON.parse(Buffer.from(full.json.client_info, 'base64url').toString())).toEqual({
    uid: ada.objectId,
    utid: seed.tenantId,
  });
  expect(full.json.refresh_token).toEqual(expect.any(String));
});

test('turns a refresh token into a new access token and a new refresh token, for another resource too', async () => {
  const sandbox = await testSandbox();
  const first = await requestToken(sandbox, userForm(ada));
  const second = await requestToken(sandbox, {
    grant_type: 'refresh_token',
    client_id: publicApp.clientId,
    refresh_token: first.json.refresh_token,
    scope: 'https://vault.azure.net/.default offline_access',
  });
  expect(second.status).toBe(200);
  expect(decodeJwt(second.json.access_token)).toMatchObject({ aud: 'https://vault.azure.net', oid: ada.objectId });
  expect(second.json.refresh_token).not.toBe(first.json.refresh_token);
});

test('refuses a refresh token of another app', async () => {
  const sandbox = await testSandbox();
  const { json } = await requestToken(sandbox, userForm(ada));
  const stolen = await requestToken(sandbox, {
    ...appForm(),
    grant_type: 'refresh_token',
    refresh_token: json.refresh_token,
  });
  expect(stolen.json.error_codes).toEqual([70008]);
});

test('gives users of v1 a refresh token unasked, and an id token for scope=openid', async () => {
  const sandbox = await testSandbox();
  const { scope: _scope, ...form } = userForm(ada);
  const plain = await requestToken(sandbox, { ...form, resource: POWER_BI }, { version: 'v1', tenant: 'common' });
  expect(plain.json).toMatchObject({ refresh_token: expect.any(String), scope: publicApp.delegatedScopes.join(' ') });
  expect(plain.json).not.toHaveProperty('id_token');
  const openId = await requestToken(sandbox, { ...form, resource: POWER_BI, scope: 'openid' }, { version: 'v1' });
  expect(decodeJwt(openId.json.id_token).oid).toBe(ada.objectId);
});

test('takes id and secret of an app from a Basic header, form-encoded inside', async () => {
  const sandbox = await testSandbox();
  const credentials = [smokeApp.clientId, smokeApp.secrets[0] ?? ''].map(encodeURIComponent).join(':');
  const answer = await requestToken(
    sandbox,
    { grant_type: 'client_credentials', scope: POWER_BI_SCOPE },
    { headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } },
  );
  expect(decodeJwt(answer.json.access_token).appid).toBe(smokeApp.clientId);
});

test('serves keys that verify its tokens, and no token of another sandbox', async () => {
  const [sandbox, other] = [await testSandbox(), await testSandbox()];
  const { json: configuration } = await answerOf(
    await fetch(`${sandbox.url}/${seed.tenantId}/v2.0/.well-known/openid-configuration`),
  );
  const keys = createRemoteJWKSet(new URL(configuration.jwks_uri));
  const own = await requestToken(sandbox, appForm());
  const foreign = await requestToken(other, appForm());
  const { payload } = await jwtVerify(own.json.access_token, keys, { audience: POWER_BI });
  expect(payload.appid).toBe(smokeApp.clientId);
  await expect(jwtVerify(foreign.json.access_token, keys)).rejects.toThrow(/no applicable key/);
});

test.each([
  ['/.well-known/openid-configuration', '/oauth2', '/discovery/keys', '/'],
  ['/v2.0/.well-known/openid-configuration', '/oauth2/v2.0', '/discovery/v2.0/keys', '/v2.0'],
])('names working endpoints of the tenant at %s', async (path, endpoints, keys, issuer) => {
  const sandbox = await testSandbox();
  const { status, json } = await answerOf(await fetch(`${sandbox.url}/${seed.domain}${path}`));
  const base = `${sandbox.url}/${seed.domain}`;
  expect(status).toBe(200);
  expect(json).toMatchObject({
    issuer: `${sandbox.url}/${seed.tenantId}${issuer}`,
    token_endpoint: `${base}${endpoints}/token`,
    authorization_endpoint: `${base}${endpoints}/authorize`,
    jwks_uri: `${base}${keys}`,
  });
  const { json: jwks } = await answerOf(await fetch(json.jwks_uri));
  expect(jwks.keys).toHaveLength(1);
  expect(jwks.keys[0]).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' });
  expect(jwks.keys[0]).not.toHaveProperty('d');
});

test('calls an unknown tenant invalid_tenant in discovery', async () => {
  const sandbox = await testSandbox();
  const url = `${sandbox.url}/contoso.example/v2.0/.well-known/openid-configuration`;
  const { status, json } = await answerOf(await fetch(url));
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
});

test('points AD FS discovery, which the Azure CLI uses, at the endpoints of the tenant', async () => {
  const sandbox = await testSandbox();
  const { json } = await answerOf(await fetch(`${sandbox.url}/adfs/.well-known/openid-configuration`));
  expect(json.token_endpoint).toBe(`${sandbox.url}/${seed.tenantId}/oauth2/v2.0/token`);
});

test('vouches for itself in instance discovery', async () => {
  const sandbox = await testSandbox();
  const { host } = new URL(sandbox.url);
  const { json } = await answerOf(await fetch(`${sandbox.url}/common/discovery/instance?api-version=1.1`));
  expect(json.metadata).toEqual([{ preferred_network: host, preferred_cache: host, aliases: [host] }]);
  const configuration = await answerOf(await fetch(json.tenant_discovery_endpoint));
  expect(configuration.json.issuer).toBe(`${sandbox.url}/${seed.tenantId}/v2.0`);
});
