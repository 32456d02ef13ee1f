import { expect, test } from 'vitest';
import type { Claims } from './claims.ts';
import { clouds } from './clouds.ts';
import { explainToken, type TokenPurpose } from './explain-token.ts';
import { findOperation } from './operations/find-operation.ts';
import {
  appClaims,
  CLIENT,
  idTokenClaims,
  NOW,
  NOW_SECONDS,
  OTHER_TENANT,
  TENANT,
  userClaims,
} from './testing/tokens.ts';

async function findings(claims: Claims, purpose: TokenPurpose = {}, call?: readonly [method: string, path: string]) {
  const operation = call === undefined ? undefined : (await findOperation(...call))?.operation;
  return explainToken(claims, { cloud: clouds.public, operation, now: NOW, ...purpose }).findings;
}

test('a user token is summed up', () => {
  expect(explainToken(userClaims(), { now: NOW }).summary).toEqual({
    kind: 'delegated',
    audience: 'https://analysis.windows.net/powerbi/api',
    audienceName: 'Power BI',
    tenantId: TENANT,
    principal: 'ada@contoso.com',
    scopes: ['Dataset.ReadWrite.All', 'Workspace.ReadWrite.All'],
    roles: [],
    expiresOn: new Date('2026-11-24T12:50:00Z'),
    version: '1.0',
  });
});

test('an app token is summed up', () => {
  const { summary } = explainToken(appClaims({ roles: ['Tenant.Read.All'] }), { now: NOW });
  expect(summary).toMatchObject({ kind: 'app-only', principal: CLIENT, scopes: [], roles: ['Tenant.Read.All'] });
});

test('claims that say nothing are summed up as far as they go', () => {
  expect(explainToken({ exp: 1e300 }).summary).toMatchObject({
    audience: undefined,
    audienceName: 'nothing',
    expiresOn: undefined,
    principal: undefined,
  });
});

test.each([
  ['https://analysis.usgovcloudapi.net/powerbi/api', 'Power BI of the cloud usgov'],
  ['00000009-0000-0000-c000-000000000000', 'Power BI'],
  ['https://graph.microsoft.com/', 'Microsoft Graph'],
  ['https://graph.windows.net', 'Azure AD Graph'],
  ['https://management.azure.com', 'Azure Resource Manager'],
  ['https://contoso.vault.azure.net', 'Azure Key Vault'],
  ['https://storage.azure.com/', 'Azure Storage'],
  ['https://api.fabric.microsoft.com', 'Microsoft Fabric'],
  ['https://api.powerbigov.us', 'the address of the Power BI API'],
  [CLIENT, 'the app that asked for it'],
  ['https://graph.microsoft.com.evil.example', 'an unknown API'],
])('the audience %s is %s', (aud, name) => {
  expect(explainToken(userClaims({ aud })).summary.audienceName).toBe(name);
});

test('a good token has no findings', async () => {
  expect(await findings(userClaims(), {}, ['GET', '/groups'])).toEqual([]);
  expect(await findings(appClaims(), {}, ['GET', '/admin/groups'])).toEqual([]);
  expect(await findings(userClaims({ scp: 'user_impersonation' }), {}, ['POST', '/datasets/d/refreshes'])).toEqual([]);
  expect(await findings(userClaims({ aud: '00000009-0000-0000-c000-000000000000' }), {}, ['GET', '/groups'])).toEqual(
    [],
  );
  expect(await findings(userClaims({ scp: 'Dataset.Read.All' }), {}, ['POST', '/datasets/d/executeQueries'])).toEqual(
    [],
  );
});

test.each<[string, Claims, readonly [string, string] | undefined, TokenPurpose]>([
  ['token-expired', userClaims({ exp: NOW_SECONDS }), undefined, {}],
  ['token-not-yet-valid', userClaims({ nbf: undefined, iat: NOW_SECONDS + 600 }), undefined, {}],
  ['token-expires-soon', userClaims({ exp: NOW_SECONDS + 60 }), undefined, {}],
  ['id-token', idTokenClaims(), undefined, {}],
  ['audience-graph', userClaims({ aud: 'https://graph.microsoft.com' }), undefined, {}],
  ['audience-azure', appClaims({ aud: 'https://vault.azure.net' }), undefined, {}],
  ['audience-own-api', userClaims({ aud: CLIENT }), undefined, {}],
  ['audience-trailing-slash', userClaims({ aud: 'https://analysis.windows.net/powerbi/api/' }), undefined, {}],
  ['audience-fabric', userClaims({ aud: 'https://api.fabric.microsoft.com' }), undefined, {}],
  ['cloud-mismatch', userClaims(), undefined, { cloud: clouds.china }],
  ['cloud-mismatch', userClaims({ iss: `https://login.microsoftonline.us/${TENANT}/v2.0` }), undefined, {}],
  ['tenant-mismatch', userClaims(), undefined, { tenantId: OTHER_TENANT }],
  ['no-power-bi-scope', userClaims({ scp: 'openid User.Read' }), undefined, {}],
  ['scope-missing', userClaims({ scp: 'App.Read.All' }), ['GET', '/groups'], {}],
  ['read-scope-for-write', userClaims({ scp: 'Workspace.Read.All' }), ['POST', '/groups'], {}],
  ['scope-by-body', userClaims({ scp: 'Dataset.Read.All' }), ['POST', '/GenerateToken'], {}],
  ['operation-not-for-apps', appClaims(), ['GET', '/apps'], {}],
  ['operation-only-for-apps', userClaims(), ['POST', '/profiles'], {}],
  ['admin-operation-not-for-apps', appClaims(), ['POST', '/admin/groups/g/users'], {}],
  ['application-permissions-on-admin-api', appClaims({ roles: ['Tenant.Read.All'] }), ['GET', '/admin/groups'], {}],
  ['application-permissions-on-admin-api', appClaims({ roles: ['Tenant.Read.All'] }), undefined, {}],
  ['not-fabric-administrator', userClaims({ scp: 'Tenant.Read.All' }), ['GET', '/admin/groups'], {}],
  ['guest', userClaims({ idp: 'live.com' }), undefined, {}],
  ['no-second-factor', userClaims({ amr: ['pwd'] }), undefined, {}],
])('%s is found before the call', async (id, claims, call, purpose) => {
  expect((await findings(claims, purpose, call)).map((finding) => finding.id)[0]).toBe(id);
});

test('the scope that asks for least is proposed', async () => {
  const [first] = await findings(userClaims({ scp: 'Report.Read.All' }), {}, ['GET', '/reports/r/Export']);
  expect(first).toMatchObject({
    id: 'scope-missing',
    certainty: 'certain',
    cause: 'The token lacks Dataset.Read.All, which this call needs.',
  });
});

test('application permissions are a trap only where admin APIs are', async () => {
  const claims = appClaims({ roles: ['Tenant.Read.All'] });
  expect(await findings(claims, {}, ['GET', '/groups'])).toEqual([]);
  expect((await findings(claims))[0]?.certainty).toBe('possible');
  expect((await findings(claims, {}, ['GET', '/admin/groups']))[0]?.certainty).toBe('certain');
});

test('an administrator by role is not told to become one', async () => {
  const wids = ['A9EA8996-122F-4C74-9520-8EDCD192826C'];
  expect(await findings(userClaims({ scp: 'Tenant.Read.All', wids }), {}, ['GET', '/admin/groups'])).toEqual([]);
});

test('the remedy names the resource of the cloud that is meant', async () => {
  const [first] = await findings(
    userClaims({ aud: 'https://graph.microsoft.com', iss: 'https://login.microsoftonline.us/x' }),
    { cloud: clouds.usgovhigh },
  );
  expect(first?.remedy).toContain('https://high.analysis.usgovcloudapi.net/powerbi/api/.default');
});
