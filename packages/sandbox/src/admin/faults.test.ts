import { expect, test } from 'vitest';
import { AADSTS } from '../entra/aadsts.ts';
import type { Sandbox } from '../start-sandbox.ts';
import {
  accessToken,
  answerOf,
  appForm,
  callApi,
  POWER_BI_SCOPE,
  publicApp,
  requestToken,
  testSandbox,
  userForm,
  workspaceNamed,
} from '../testing/client.ts';

const sales = workspaceNamed('Contoso Sales');
const DATASETS = `/groups/${sales.id}/datasets`;
const REFRESHES = `${DATASETS}/${sales.datasets[0]?.id}/refreshes`;

/** What a user meets at the list of datasets, or elsewhere. */
async function meet(sandbox: Sandbox, path = DATASETS, form = userForm()) {
  const answer = await callApi(sandbox, await accessToken(sandbox, form), path);
  return { ...answer, info: answer.headers.get('x-powerbi-error-info') };
}

test('token-expired: 403 with an empty body', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('token-expired');
  expect(await meet(sandbox)).toMatchObject({ status: 403, text: '', info: 'TokenExpired' });
});

test('throttled: 429 with Retry-After and the time in the message', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('throttled', { retryAfterSeconds: 3392, times: 1 });
  const { status, headers, json } = await meet(sandbox);
  expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 429, retryAfter: '3392' });
  expect(json).toEqual({ message: expect.stringMatching(/ Retry in 3392 seconds\.$/) });
  expect((await meet(sandbox)).status).toBe(200);
});

test('capacity-not-active: in workspaces, not in the list of them', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('capacity-not-active');
  expect(await meet(sandbox)).toMatchObject({ status: 400, json: { error: { code: 'CapacityNotActive' } } });
  expect((await meet(sandbox, '/groups')).status).toBe(200);
});

test('not-licensed: users, not apps', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('not-licensed');
  expect(await meet(sandbox)).toMatchObject({ status: 401, info: 'PowerBINotLicensedException' });
  expect((await meet(sandbox, '/groups', appForm())).status).toBe(200);
});

test('refresh-fails: the history names the code', async () => {
  const sandbox = await testSandbox({ refreshDurationMs: 0 });
  sandbox.admin.setFault('refresh-fails', { errorCode: 'ModelRefreshFailed_Gateway' });
  await callApi(sandbox, await accessToken(sandbox, userForm()), REFRESHES, { method: 'POST', body: {} });
  const { json } = await meet(sandbox, REFRESHES);
  expect(json.value).toMatchObject([
    { status: 'Failed', serviceExceptionJson: '{"errorCode":"ModelRefreshFailed_Gateway"}' },
  ]);
});

test('stale-dataset: refreshes look older than they are', async () => {
  const sandbox = await testSandbox({ refreshDurationMs: 0 });
  await callApi(sandbox, await accessToken(sandbox, userForm()), REFRESHES, { method: 'POST', body: {} });
  sandbox.admin.setFault('stale-dataset', { hours: 30 });
  const { json } = await meet(sandbox, REFRESHES);
  expect(Date.parse(json.value[0].endTime)).toBeLessThanOrEqual(Date.now() - 30 * 3600 * 1000);
});

test('workspace-off-capacity and extra-workspace-admin: other than expected', async () => {
  const sandbox = await testSandbox();
  const tailwind = `/groups/${workspaceNamed('Tailwind Traders').id}`;
  expect((await meet(sandbox, tailwind)).json).toMatchObject({ isOnDedicatedCapacity: true });
  sandbox.admin.setFault('workspace-off-capacity');
  const { json } = await meet(sandbox, tailwind);
  expect([json.isOnDedicatedCapacity, json.capacityId]).toEqual([false, undefined]);
  sandbox.admin.setFault('extra-workspace-admin', { identifier: 'eve@sandbox.onmicrosoft.com' });
  const users = await meet(sandbox, `${tailwind}/users`);
  expect(users.json.value.at(-1)).toMatchObject({
    identifier: 'eve@sandbox.onmicrosoft.com',
    groupUserAccessRight: 'Admin',
  });
});

test('insufficient-claims: until the token has what the challenge asks for', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('insufficient-claims');
  const { status, headers } = await meet(sandbox);
  expect(status).toBe(401);
  const challenge = headers.get('www-authenticate') ?? '';
  expect(challenge).toContain('error="insufficient_claims"');
  const claims = Buffer.from(/claims="([^"]+)"/.exec(challenge)?.[1] ?? '', 'base64').toString();
  expect(JSON.parse(claims)).toEqual({ access_token: { acrs: { essential: true, value: 'c1' } } });
  for (const form of [userForm(), appForm()])
    expect((await meet(sandbox, '/groups', { ...form, claims })).status).toBe(200);
});

test('insufficient-claims: a client that says it can take challenges is in xms_cc', async () => {
  const sandbox = await testSandbox();
  const wanted = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } });
  sandbox.admin.setFault('insufficient-claims', { claims: wanted });
  const claims = JSON.stringify({ access_token: { xms_cc: { values: ['CP1'] }, sub: { value: 'somebody else' } } });
  expect((await meet(sandbox)).status).toBe(401);
  expect((await meet(sandbox, DATASETS, { ...userForm(), claims })).status).toBe(200);
});

test('server-error: plain text', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('server-error', { path: '*/datasets' });
  expect(await meet(sandbox)).toMatchObject({ status: 500, text: 'An error has occurred', json: undefined });
  expect((await meet(sandbox, '/groups')).status).toBe(200);
});

test('slow: answers come late', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('slow', { ms: 300, path: '/v1.0/*' });
  const started = Date.now();
  expect((await meet(sandbox)).status).toBe(200);
  expect(Date.now() - started).toBeGreaterThanOrEqual(290);
});

test('token-empty-body and token-not-json: no JSON where JSON is expected', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('token-empty-body');
  expect(await requestToken(sandbox, appForm())).toMatchObject({ status: 200, text: '' });
  sandbox.admin.clearFaults();
  sandbox.admin.setFault('token-not-json', { times: 1 });
  expect(await requestToken(sandbox, appForm())).toMatchObject({
    status: 502,
    text: expect.stringContaining('<html>'),
  });
  expect((await requestToken(sandbox, appForm())).status).toBe(200);
});

test.each(Object.entries(AADSTS))('entra-error: AADSTS%s', async (code, shape) => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('entra-error', { code: Number(code) });
  const { status, json } = await requestToken(sandbox, appForm());
  expect({ status, ...json }).toMatchObject({
    status: shape.status,
    error: shape.error,
    error_codes: [Number(code)],
    error_description: expect.stringMatching(`^AADSTS${code}: `),
  });
  expect(json.suberror).toBe('suberror' in shape ? shape.suberror : undefined);
});

test('entra-error: what else it can say, and to whom', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('entra-error', {
    code: 53003,
    suberror: 'other',
    claims: '{}',
    retryAfterSeconds: 5,
    grantType: 'password',
  });
  const { headers, json } = await requestToken(sandbox, userForm());
  expect(json).toMatchObject({ error_codes: [53003], suberror: 'other', claims: '{}' });
  expect(headers.get('retry-after')).toBe('5');
  expect((await requestToken(sandbox, appForm())).status).toBe(200);
});

test('entra-error: at other endpoints when a path says so', async () => {
  const sandbox = await testSandbox();
  const body = { client_id: publicApp.clientId, scope: POWER_BI_SCOPE };
  const url = `${sandbox.url}/common/oauth2/v2.0/devicecode`;
  const requestCode = async () =>
    (await answerOf(await fetch(url, { method: 'POST', body: new URLSearchParams(body) }))).status;
  sandbox.admin.setFault('entra-error', { code: 53003 });
  expect(await requestCode()).toBe(200);
  sandbox.admin.setFault('entra-error', { code: 53003, path: '*/devicecode' });
  expect(await requestCode()).toBe(400);
});

test('power-bi-refusal: any answer, on any path', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('power-bi-refusal', { status: 403, code: 'SomeException', path: '*/datasets' });
  expect(await meet(sandbox)).toMatchObject({
    status: 403,
    info: 'SomeException',
    json: { error: { code: 'SomeException', 'pbi.error': { code: 'SomeException' } } },
  });
  expect((await meet(sandbox, '/groups')).status).toBe(200);

  sandbox.admin.setFault('power-bi-refusal', { errorInfo: 'GroupNotAccessible' });
  expect(await meet(sandbox)).toMatchObject({ status: 401, text: '', info: 'GroupNotAccessible' });
  sandbox.admin.setFault('power-bi-refusal', { status: 200, body: { Message: 'no' } });
  expect(await meet(sandbox)).toMatchObject({ status: 200, json: { Message: 'no' } });
  sandbox.admin.setFault('power-bi-refusal', { body: 'plain', method: 'POST' });
  expect((await meet(sandbox)).status).toBe(200);
});
