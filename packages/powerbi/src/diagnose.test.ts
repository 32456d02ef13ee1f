import { expect, test } from 'vitest';
import { clouds } from './clouds.ts';
import { diagnose, isTokenRefused } from './diagnose.ts';
import type { Evidence } from './evidence.ts';
import { findOperation } from './operations/find-operation.ts';
import { namedByResponse, workedOut } from './rules/refusal-rules.ts';
import { tokenRules } from './rules/token-rules.ts';
import {
  appClaims,
  CLIENT,
  idTokenClaims,
  NOW,
  NOW_SECONDS,
  OTHER_TENANT,
  TENANT,
  userClaims,
  WORKSPACE,
} from './testing/tokens.ts';

const API = 'https://api.powerbi.com/v1.0/myorg';
const IN_WORKSPACE = `/groups/${WORKSPACE}`;
const NOT_AUTHORIZED = coded('PowerBINotAuthorizedException');

/** A refused call of a user with a good token; what differs is given. */
type Shape = Partial<Evidence> & { readonly path?: string };

function evidence({ path = '/groups', ...rest }: Shape): Evidence {
  return { method: 'GET', url: `${API}${path}`, status: 401, headers: {}, body: '', claims: userClaims(), ...rest };
}

function coded(code: string, message?: string): string {
  return JSON.stringify({
    error: { code, message, 'pbi.error': { code, parameters: {}, details: [], exceptionCulprit: 1 } },
  });
}

const info = (code: string) => ({ 'x-powerbi-error-info': code });
const tokenExpired = { status: 403, headers: info('TokenExpired') };
const query = { method: 'POST', path: `${IN_WORKSPACE}/datasets/d/executeQueries`, body: NOT_AUTHORIZED };
const generateToken = { method: 'POST', path: '/GenerateToken' };
const challenge = (claims: string) => ({
  headers: {
    'www-authenticate': `Bearer authorization_uri="https://login.windows.net/common/oauth2/authorize", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`,
  },
});
const entra = (text: string) => ({
  url: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
  method: 'POST',
  status: 400,
  claims: undefined,
  body: JSON.stringify({ error: 'invalid_grant', error_description: text }),
});

/** Row of the decision table or name of a measured case, the rule that has to come first, and what was recorded. */
const CASES: readonly (readonly [row: string, id: string, shape: Shape])[] = [
  // Measured at executeQueries
  ['no Authorization header', 'no-token', { ...query, status: 403, body: '', claims: undefined }],
  [
    'malformed token',
    'token-malformed',
    { ...query, status: 403, body: '', claims: undefined, headers: info('InvalidToken') },
  ],
  ['a JWT that is not valid', 'token-unverifiable', { ...query, ...tokenExpired, body: '' }],
  ['no workspace access', 'workspace-role-missing', { ...query, body: '', headers: info('GroupNotAccessible') }],
  ['no Build permission', 'item-hidden-or-missing', { ...query, status: 404, body: coded('PowerBIEntityNotFound') }],
  ['DAX failure', 'dax-query-failed', { ...query, status: 400, body: coded('DatasetExecuteQueriesError') }],
  [
    'Conditional Access',
    'claims-challenge',
    { ...query, body: '', ...challenge('{"access_token":{"acrs":{"value":"c1"}}}') },
  ],
  [
    'gateway offline',
    'gateway-unreachable',
    { path: '/gateways/g/datasources/d/status', status: 400, body: coded('DM_GWPipeline_Client_GatewayUnreachable') },
  ],
  [
    'refresh beside another',
    'refresh-already-running',
    {
      ...{ method: 'POST', path: `${IN_WORKSPACE}/datasets/d/refreshes`, status: 400 },
      body: coded('InvalidRequest', 'Invalid dataset refresh request. Another refresh request is already executing'),
    },
  ],
  [
    'refresh quota',
    'refresh-quota',
    {
      ...{ method: 'POST', path: `${IN_WORKSPACE}/datasets/d/refreshes`, status: 400 },
      body: coded('InvalidRequest', 'Number of refresh requests in last 24 hours exceeded limit'),
    },
  ],
  ['rate limit', 'throttled', { ...query, status: 429, body: '{"message":"Retry in 60 seconds."}' }],
  [
    'expired, legacy',
    'token-expired',
    {
      status: 403,
      claims: userClaims({ exp: NOW_SECONDS - 60 }),
      body: '{"error":{"code":"TokenExpired","message":"Access token has expired, resubmit with a new access token"}}',
    },
  ],
  // The table
  [
    '1, quotes',
    'token-malformed',
    { status: 403, claims: undefined, credential: 'quoted', headers: info('InvalidToken') },
  ],
  ['1, no Bearer', 'token-malformed', { status: 403, claims: undefined, credential: 'no-bearer' }],
  ['1, line break', 'token-malformed', { status: 403, claims: undefined, credential: 'line-break' }],
  ['1, Bearer twice', 'token-malformed', { status: 403, claims: undefined, credential: 'bearer-twice' }],
  [
    '1, embed token',
    'embed-token-sent',
    { status: 403, claims: undefined, credential: 'embed-token', headers: info('InvalidToken') },
  ],
  [
    '1, the other way round',
    'entra-token-for-embedding',
    { status: 403, body: '{"message":"Could not resolve cluster"}' },
  ],
  ['2', 'token-expired', { ...tokenExpired, claims: userClaims({ exp: NOW_SECONDS - 60 }) }],
  ['2, too early', 'token-not-yet-valid', { ...tokenExpired, claims: userClaims({ nbf: NOW_SECONDS + 90 }) }],
  [
    '2, clock',
    'clock-skew',
    {
      status: 403,
      headers: { ...info('TokenExpired'), date: 'Tue, 24 Nov 2026 11:40:00 GMT' },
      claims: userClaims({ nbf: NOW_SECONDS - 3600 }),
    },
  ],
  [
    '3',
    'audience-graph',
    { ...tokenExpired, claims: userClaims({ aud: 'https://graph.microsoft.com', scp: 'User.Read' }) },
  ],
  [
    '3, by id',
    'audience-graph',
    { ...tokenExpired, claims: userClaims({ aud: '00000003-0000-0000-c000-000000000000' }) },
  ],
  ['4', 'audience-azure', { ...tokenExpired, claims: userClaims({ aud: 'https://management.core.windows.net/' }) }],
  ['4, vault', 'audience-azure', { ...tokenExpired, claims: appClaims({ aud: 'https://vault.azure.net' }) }],
  ['4, database', 'audience-azure', { ...tokenExpired, claims: appClaims({ aud: 'https://database.windows.net/' }) }],
  ['5', 'audience-own-api', { ...tokenExpired, claims: userClaims({ aud: CLIENT }) }],
  ['5, by URI', 'audience-own-api', { ...tokenExpired, claims: userClaims({ aud: `api://${CLIENT}` }) }],
  [
    '6',
    'audience-trailing-slash',
    { ...tokenExpired, claims: userClaims({ aud: 'https://analysis.windows.net/powerbi/api/' }) },
  ],
  ['6, address', 'audience-api-address', { ...tokenExpired, claims: userClaims({ aud: 'https://api.powerbi.com' }) }],
  [
    '6, Fabric',
    'audience-fabric',
    { status: 403, body: NOT_AUTHORIZED, claims: userClaims({ aud: 'https://api.fabric.microsoft.com' }) },
  ],
  ['7', 'id-token', { ...tokenExpired, claims: idTokenClaims() }],
  ['8', 'audience-version-2-api', { ...tokenExpired, claims: userClaims({ aud: OTHER_TENANT, ver: '2.0' }) }],
  ['8, else', 'audience-other', { ...tokenExpired, claims: userClaims({ aud: 'https://example.com' }) }],
  [
    '9, audience',
    'cloud-mismatch',
    { ...tokenExpired, claims: userClaims({ aud: 'https://high.analysis.usgovcloudapi.net/powerbi/api' }) },
  ],
  [
    '9, issuer',
    'cloud-mismatch',
    { ...tokenExpired, claims: userClaims({ iss: `https://sts.chinacloudapi.cn/${TENANT}/` }) },
  ],
  [
    '9, cloud told',
    'cloud-mismatch',
    { ...tokenExpired, url: 'https://proxy.example/v1.0/myorg/groups', cloud: clouds.usgov },
  ],
  ['9, sign-in', 'cloud-mismatch-at-sign-in', entra("AADSTS90002: Tenant 'x' not found.")],
  ['10', 'tenant-mismatch', { body: NOT_AUTHORIZED, tenantId: OTHER_TENANT }],
  ['10, guest', 'guest', { body: NOT_AUTHORIZED, claims: userClaims({ upn: 'ada_fabrikam.com#EXT#@contoso.com' }) }],
  [
    '10, other idp',
    'guest',
    { body: NOT_AUTHORIZED, claims: userClaims({ idp: `https://sts.windows.net/${OTHER_TENANT}/` }) },
  ],
  [
    '11',
    'no-power-bi-scope',
    { status: 403, body: NOT_AUTHORIZED, claims: userClaims({ scp: 'openid profile email User.Read' }) },
  ],
  [
    '12, guessed',
    'read-scope-for-write',
    { method: 'POST', status: 403, body: NOT_AUTHORIZED, claims: userClaims({ scp: 'Dataset.Read.All' }) },
  ],
  [
    '13',
    'my-workspace-not-for-apps',
    {
      path: '/datasets/d/refreshes',
      status: 403,
      claims: appClaims(),
      body: '{"Message":"API is not accessible for application"}',
    },
  ],
  [
    '13, without a word',
    'my-workspace-not-for-apps',
    { path: '/reports', status: 403, claims: appClaims(), body: NOT_AUTHORIZED },
  ],
  [
    '13, with 200',
    'my-workspace-not-for-apps',
    { path: '/reports', status: 200, claims: appClaims(), body: '{"message":"API is not accessible for application"}' },
  ],
  ['14', 'apps-switched-off', { claims: appClaims(), body: NOT_AUTHORIZED }],
  [
    '14, message of 13',
    'apps-switched-off',
    { claims: appClaims(), status: 403, body: '{"Message":"API is not accessible for application"}' },
  ],
  [
    '14, by name',
    'apps-switched-off',
    { path: IN_WORKSPACE, claims: appClaims(), body: coded('ServicePrincipalIsNotAllowedByTenantAdminSwitch') },
  ],
  [
    '15',
    'workspace-role-missing',
    { path: `${IN_WORKSPACE}/datasets`, claims: appClaims(), headers: info('GroupNotAccessible') },
  ],
  ['15, user', 'workspace-role-missing', { path: `${IN_WORKSPACE}/datasets`, body: NOT_AUTHORIZED }],
  [
    '15, app',
    'workspace-role-missing',
    { path: `${IN_WORKSPACE}/datasets`, body: NOT_AUTHORIZED, claims: appClaims() },
  ],
  ['15, list', 'no-workspace-visible', { status: 200, claims: appClaims(), body: '{"@odata.context":"x","value":[]}' }],
  [
    '16',
    'personal-workspace-as-group',
    {
      path: IN_WORKSPACE,
      body: '{"error":{"code":"GroupNotAccessible","message":"Calling group APIs not permitted for personal workspace"}}',
    },
  ],
  [
    '17',
    'item-hidden-or-missing',
    { path: `${IN_WORKSPACE}/datasets/d`, status: 404, body: coded('PowerBIEntityNotFound') },
  ],
  [
    '18',
    'not-fabric-administrator',
    {
      path: '/admin/groups',
      body: NOT_AUTHORIZED,
      claims: userClaims({ scp: 'Tenant.Read.All', wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'] }),
    },
  ],
  [
    '18, roles unknown',
    'not-fabric-administrator',
    { path: '/admin/groups', body: NOT_AUTHORIZED, claims: userClaims({ scp: 'Tenant.Read.All' }) },
  ],
  [
    '19',
    'application-permissions-on-admin-api',
    { path: '/admin/groups', body: NOT_AUTHORIZED, claims: appClaims({ roles: ['Tenant.Read.All'] }) },
  ],
  [
    '20',
    'admin-reading-switched-off',
    { path: '/admin/groups', status: 403, body: NOT_AUTHORIZED, claims: appClaims() },
  ],
  [
    '21, guessed',
    'admin-operation-not-for-apps',
    { method: 'POST', path: '/admin/groups/g/users', body: NOT_AUTHORIZED, claims: appClaims() },
  ],
  ['22', 'rls-or-sso-for-app', { ...query, claims: appClaims() }],
  ['22, known', 'rls-or-sso-for-app', { ...query, claims: appClaims(), datasetIsRls: true }],
  ['22, by name', 'rls-or-sso-for-app', { ...query, claims: appClaims(), body: coded('RLSNotAuthorizedForModel') }],
  ['22, user', 'no-rls-role', { ...query, body: coded('RLSNotAuthorizedForModel') }],
  ['23', 'direct-lake-single-sign-on', { ...query, claims: appClaims(), datasetIsRls: false }],
  ['24', 'execute-queries-switched-off', { ...query, path: '/datasets/d/executeQueries' }],
  ['25', 'not-licensed', { path: IN_WORKSPACE, body: coded('PowerBINotLicensedException') }],
  [
    '25, older',
    'not-licensed',
    { path: IN_WORKSPACE, status: 403, claims: appClaims(), body: coded('PowerBINotLicensedException') },
  ],
  ['26', 'claims-challenge', challenge('{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}')],
  ['27', 'sign-in-needs-person', entra('AADSTS50076: Due to a configuration change …')],
  ['27, registration', 'sign-in-needs-person', entra('AADSTS50079: …')],
  ['27, policy', 'sign-in-blocked-by-policy', entra('AADSTS53003: Access has been blocked …')],
  ['27, password', 'password-refused', entra('AADSTS50126: Error validating credentials …')],
  ['27, API', 'no-second-factor', { body: NOT_AUTHORIZED, claims: userClaims({ amr: ['pwd'] }) }],
  [
    '28',
    'embed-quota',
    {
      ...generateToken,
      status: 403,
      body: '{"error":{"code":"Forbidden","message":"You have exceeded the amount of embed token that can be generated on a shared or ProPlus capacity."}}',
    },
  ],
  [
    '29',
    'effective-identity',
    {
      ...generateToken,
      status: 400,
      body: coded('InvalidRequest', 'Creating embed token requires effective identity'),
    },
  ],
  ['29, without a word', 'effective-identity', { ...generateToken, status: 403, body: NOT_AUTHORIZED }],
  ['30', 'capacity-not-active', { path: IN_WORKSPACE, status: 400, body: coded('CapacityNotActive') }],
  [
    '30, in other words',
    'capacity-not-active',
    { path: IN_WORKSPACE, status: 400, body: coded('OpenConnectionError') },
  ],
  [
    '31',
    'gateway-override-by-app',
    {
      method: 'POST',
      path: '/gateways/g/datasources/d/users',
      claims: appClaims(),
      body: coded(
        'Unauthorized',
        'Gateway.ReadWrite.All is required when adding a datasource user with OverrideEffectiveIdentity access right',
      ),
    },
  ],
  ['32', 'permission-not-yet-known', { path: '/gateways', body: NOT_AUTHORIZED }],
  [
    '33',
    'redirect-lost-token',
    {
      url: 'https://wabi-x.analysis.windows.net/v1.0/myorg/groups',
      status: 403,
      claims: undefined,
      credential: 'none',
    },
  ],
  [
    '33, not followed',
    'redirect-not-followed',
    { status: 307, headers: { location: 'https://wabi-x.analysis.windows.net/' } },
  ],
  ['34', 'throttled', { status: 429, headers: { 'retry-after': '3392' } }],
  ['35', 'service-fault', { status: 500, body: 'An error has occurred' }],
];

test.each(CASES)('row %s is %s', (_row, id, shape) => {
  expect(diagnose(evidence(shape), NOW)[0]?.id).toBe(id);
});

/** What is certain only if the operation is known. */
const WITH_OPERATION: readonly (readonly [row: string, id: string, shape: Shape])[] = [
  [
    '11',
    'scope-missing',
    { path: '/groups', status: 403, body: NOT_AUTHORIZED, claims: userClaims({ scp: 'Dataset.Read.All' }) },
  ],
  [
    '12',
    'read-scope-for-write',
    {
      method: 'POST',
      path: '/datasets/d/refreshes',
      status: 403,
      body: NOT_AUTHORIZED,
      claims: userClaims({ scp: 'Dataset.Read.All' }),
    },
  ],
  ['13, for users only', 'operation-not-for-apps', { path: '/apps', body: NOT_AUTHORIZED, claims: appClaims() }],
  ['18, scope', 'scope-missing', { path: '/admin/groups', body: NOT_AUTHORIZED }],
  [
    '19',
    'application-permissions-on-admin-api',
    { path: '/admin/groups', body: NOT_AUTHORIZED, claims: appClaims({ roles: ['Tenant.Read.All'] }) },
  ],
  [
    '21',
    'admin-operation-not-for-apps',
    {
      method: 'POST',
      path: `/admin/groups/${WORKSPACE}/users`,
      body: NOT_AUTHORIZED,
      claims: appClaims({ roles: ['Tenant.ReadWrite.All'] }),
    },
  ],
  ['profiles', 'operation-only-for-apps', { path: '/profiles', body: NOT_AUTHORIZED }],
];

test.each(WITH_OPERATION)('row %s is %s, certainly, with the operation', async (_row, id, shape) => {
  const { method, url, ...rest } = evidence(shape);
  const match = await findOperation(method, url);
  expect(match).toBeDefined();
  expect(diagnose({ method, url, ...rest, operation: match?.operation }, NOW)[0]).toMatchObject({
    id,
    certainty: 'certain',
  });
});

test('every rule has a case where it comes first', () => {
  const tested = new Set([...CASES, ...WITH_OPERATION].map(([, id]) => id));
  const rules = [...namedByResponse, ...workedOut, ...tokenRules].map(({ id }) => id);
  // Asked of a token before the call only; see explain-token.test.ts.
  expect(rules.filter((id) => !tested.has(id))).toEqual(['scope-by-body']);
  expect(new Set(rules).size).toBe(rules.length);
  for (const id of rules) expect(id).toMatch(/^[a-z\d]+(-[a-z\d]+)+$|^(throttled|guest)$|^id-token$/);
});

test('causes and remedies are sentences', () => {
  for (const [, , shape] of CASES) {
    for (const { cause, remedy, docs } of diagnose(evidence(shape), NOW)) {
      expect(cause).toMatch(/^[A-Z].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*(\.|api)$/);
      expect(`${cause}${remedy}`).not.toMatch(/undefined|NaN|\[object/);
      expect(docs ?? 'https://learn.microsoft.com/').toMatch(/^https:\/\/learn\.microsoft\.com\//);
    }
  }
});

test('what is most certain comes first, at most three, and a certain cause leaves no room for guesses', () => {
  const order = ['certain', 'likely', 'possible'];
  for (const [, , shape] of CASES) {
    const certainties = diagnose(evidence(shape), NOW).map(({ certainty }) => certainty);
    expect(certainties).toEqual(certainties.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(certainties.length).toBeLessThanOrEqual(3);
    expect(certainties.includes('certain') && certainties.includes('possible')).toBe(false);
  }
});

test.each<[string, Shape]>([
  ['an answer', { status: 200, body: '{"value":[{"id":"x"}]}' }],
  ['an empty list that was filtered', { path: '/groups?$filter=x', status: 200, body: '{"value":[]}' }],
  ['a started refresh', { method: 'POST', path: '/datasets/d/refreshes', status: 202 }],
  ['a request that is wrong in itself', { method: 'POST', status: 400, body: coded('InvalidRequest') }],
])('%s is nothing to diagnose', (_name, shape) => {
  expect(diagnose(evidence(shape), NOW)).toEqual([]);
});

test('the time of the service counts, not that of this machine', () => {
  const expired = evidence({ ...tokenExpired, headers: { ...tokenExpired.headers, date: NOW.toUTCString() } });
  const claims = userClaims({ exp: NOW_SECONDS - 1 });
  expect(diagnose({ ...expired, claims }, new Date(0))[0]).toMatchObject({
    id: 'token-expired',
    cause: 'The token has expired 1 s ago.',
  });
});

test('the missing scope is named', async () => {
  const match = await findOperation('GET', '/groups');
  const [first] = diagnose(
    {
      ...evidence({ status: 403, body: NOT_AUTHORIZED, claims: userClaims({ scp: 'Dataset.Read.All' }) }),
      operation: match?.operation,
    },
    NOW,
  );
  expect(first?.cause).toBe('The token lacks Workspace.Read.All, which this call needs.');
});

test('an app token with roles is fine outside of admin APIs', () => {
  const ids = diagnose(evidence({ claims: appClaims({ roles: ['Tenant.Read.All'] }), body: NOT_AUTHORIZED }), NOW).map(
    ({ id }) => id,
  );
  expect(ids).not.toContain('application-permissions-on-admin-api');
});

test('a sandbox token is at home in a sandbox and nowhere else', () => {
  const claims = userClaims({ iss: `http://127.0.0.1:4711/${TENANT}/` });
  const at = (url: string) => diagnose(evidence({ url, claims, ...tokenExpired }), NOW)[0]?.id;
  expect(at('http://127.0.0.1:4711/v1.0/myorg/groups')).toBe('token-unverifiable');
  expect(at(`${API}/groups`)).toBe('cloud-mismatch');
});

test('creating a workspace has a switch of its own', () => {
  const [first] = diagnose(evidence({ method: 'POST', claims: appClaims(), body: NOT_AUTHORIZED }), NOW);
  expect(first?.remedy).toContain('create workspaces');
});

test.each([
  ['{"access_token":{"nbf":{"value":"1"}}}', 'revoked'],
  ['{"access_token":{"nbf":{"value":"1"},"xms_rp_ipaddr":{"value":"1.2.3.4"}}}', 'another place'],
  ['{"access_token":{"acrs":{"value":"c1"}}}', 'prove more'],
  ['{"access_token":{}}', 'new token'],
])('the challenge %s is explained', (claims, words) => {
  expect(diagnose(evidence(challenge(claims)), NOW)[0]?.cause).toContain(words);
});

test.each<[boolean, number, Record<string, string>]>([
  [true, 403, info('TokenExpired')],
  [false, 403, info('InvalidToken')],
  [false, 403, {}],
  [true, 401, { 'www-authenticate': 'Bearer error="invalid_token"' }],
  [false, 401, challenge('{}').headers],
  [false, 404, info('TokenExpired')],
])('a new token is worth a try: %s for %s %j', (expected, status, headers) => {
  expect(isTokenRefused({ status, headers, body: '' })).toBe(expected);
});
