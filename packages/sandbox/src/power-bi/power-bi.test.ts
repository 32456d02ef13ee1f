import { decodeJwt } from 'jose';
import { expect, test, vi } from 'vitest';
import { seed } from '../seed.ts';
import type { Sandbox } from '../start-sandbox.ts';
import {
  type Answer,
  accessToken,
  ada,
  appForm,
  callApi,
  grace,
  overprivilegedApp,
  POWER_BI,
  smokeApp,
  testSandbox,
  userForm,
  workspaceNamed,
} from '../testing/client.ts';

const sales = workspaceNamed('Contoso Sales');
const finance = workspaceNamed('Contoso Finance');
const dataset = sales.datasets[0] as (typeof sales.datasets)[0];
const refreshes = `/groups/${sales.id}/datasets/${dataset.id}/refreshes`;
const nowhere = '00000000-0000-4000-8000-000000000000';

const PATIENCE = { timeout: 4500, interval: 10 };

const NOT_AUTHORIZED = {
  error: {
    code: 'PowerBINotAuthorizedException',
    'pbi.error': { code: 'PowerBINotAuthorizedException', parameters: {}, details: [], exceptionCulprit: 1 },
  },
};

function expectEmpty(answer: Answer, status: number, errorInfo: string | null): void {
  expect(answer.status).toBe(status);
  expect(answer.text).toBe('');
  expect(answer.headers.get('content-length')).toBe('0');
  expect(answer.headers.get('x-powerbi-error-info')).toBe(errorInfo);
}

function withOtherSignature(token: string): string {
  const [header, payload, signature = ''] = token.split('.');
  return [header, payload, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join('.');
}

test('answers a call without a token with an empty 403', async () => {
  const sandbox = await testSandbox();
  expectEmpty(await callApi(sandbox, undefined, '/groups'), 403, null);
});

test.each(['not-a-token', 'a.b.c', '"e30.e30.e30"'])('calls the malformed token %s an InvalidToken', async (token) => {
  const sandbox = await testSandbox();
  expectEmpty(await callApi(sandbox, token, '/groups'), 403, 'InvalidToken');
});

test('calls a token with a changed signature TokenExpired', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(ada));
  expect((await callApi(sandbox, token, '/groups')).status).toBe(200);
  expectEmpty(await callApi(sandbox, withOtherSignature(token), '/groups'), 403, 'TokenExpired');
});

test('calls a token of another sandbox TokenExpired', async () => {
  const [sandbox, other] = [await testSandbox(), await testSandbox()];
  const token = await accessToken(other, userForm(ada));
  expectEmpty(await callApi(sandbox, token, '/groups'), 403, 'TokenExpired');
});

test('calls an expired token TokenExpired', async () => {
  const sandbox = await testSandbox({ tokenLifetimeSeconds: -1 });
  const token = await accessToken(sandbox, userForm(ada));
  expectEmpty(await callApi(sandbox, token, '/groups'), 403, 'TokenExpired');
});

test('calls a token for another resource TokenExpired', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, { ...appForm(), scope: 'https://management.azure.com//.default' });
  expect(decodeJwt(token).aud).toBe('https://management.azure.com/');
  expectEmpty(await callApi(sandbox, token, '/groups'), 403, 'TokenExpired');
});

test('says GroupNotAccessible in a header for a workspace that is unknown or not the caller’s', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(grace));
  for (const id of [nowhere, finance.id]) {
    expectEmpty(await callApi(sandbox, token, `/groups/${id}`), 401, 'GroupNotAccessible');
    expectEmpty(await callApi(sandbox, token, `/groups/${id}/datasets`), 401, 'GroupNotAccessible');
  }
});

test('lists no workspaces for an app that is in none', async () => {
  const sandbox = await testSandbox();
  const { status, json } = await callApi(sandbox, await accessToken(sandbox, appForm(overprivilegedApp)), '/groups');
  expect(status).toBe(200);
  expect(json).toMatchObject({ '@odata.count': 0, value: [] });
});

test('lets a viewer read the refreshes of a dataset, but not start one', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(grace));
  expect((await callApi(sandbox, token, refreshes)).json).toEqual({ value: [] });
  const refused = await callApi(sandbox, token, refreshes, { method: 'POST' });
  expect(refused).toMatchObject({ status: 401, json: NOT_AUTHORIZED });
  expect(refused.headers.get('x-powerbi-error-info')).toBe('PowerBINotAuthorizedException');
});

test('opens admin operations to apps, except those with application permissions', async () => {
  const sandbox = await testSandbox();
  const allowed = await callApi(sandbox, await accessToken(sandbox, appForm()), '/admin/groups?$top=1');
  expect(allowed.status).toBe(200);
  const token = await accessToken(sandbox, appForm(overprivilegedApp));
  expect(await callApi(sandbox, token, '/admin/groups?$top=1')).toMatchObject({ status: 401, json: NOT_AUTHORIZED });
});

test('opens admin operations to Fabric administrators only', async () => {
  const sandbox = await testSandbox();
  const admin = await accessToken(sandbox, userForm(ada));
  expect((await callApi(sandbox, admin, '/admin/groups?$top=1')).status).toBe(200);
  const user = await accessToken(sandbox, userForm(grace));
  expect(await callApi(sandbox, user, '/admin/groups?$top=1')).toMatchObject({ status: 401, json: NOT_AUTHORIZED });
});

test('refuses a user token without the scope of the operation with 403', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(ada, `${POWER_BI}/Report.Read.All`));
  expect(await callApi(sandbox, token, '/groups')).toMatchObject({ status: 403, json: NOT_AUTHORIZED });
});

test.each([
  ['GET', '/datasets'],
  ['GET', `/datasets/${dataset.id}`],
  ['POST', `/datasets/${dataset.id}/refreshes`],
])('does not let apps into My workspace: %s %s', async (method, path) => {
  const sandbox = await testSandbox();
  const answer = await callApi(sandbox, await accessToken(sandbox, appForm()), path, { method });
  expect(answer).toMatchObject({ status: 403, json: { Message: 'API is not accessible for application' } });
});

test('knows no datasets in My workspace of a user', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(ada));
  expect((await callApi(sandbox, token, '/datasets')).json).toEqual({ value: [] });
  expect((await callApi(sandbox, token, `/datasets/${dataset.id}/refreshes`)).status).toBe(404);
});

test('does not find an unknown dataset of a known workspace', async () => {
  const sandbox = await testSandbox();
  const answer = await callApi(
    sandbox,
    await accessToken(sandbox, userForm(ada)),
    `/groups/${sales.id}/datasets/${nowhere}`,
  );
  expect(answer).toMatchObject({
    status: 404,
    json: { error: { code: 'PowerBIEntityNotFound', 'pbi.error': { code: 'PowerBIEntityNotFound' } } },
  });
  expect(answer.headers.get('x-powerbi-error-info')).toBe('PowerBIEntityNotFound');
});

test('names every request, forbids caching and points home to itself', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(ada));
  const [first, second] = [await callApi(sandbox, token, '/groups'), await callApi(sandbox, undefined, '/groups')];
  for (const { headers } of [first, second]) {
    expect(headers.get('requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('access-control-expose-headers')).toBe('RequestId');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('home-cluster-uri')).toBe(`${sandbox.url}/`);
  }
  expect(first.headers.get('requestid')).not.toBe(second.headers.get('requestid'));
});

async function namesOf(sandbox: Sandbox, query: Record<string, string>): Promise<string[]> {
  const token = await accessToken(sandbox, userForm(ada));
  const { json } = await callApi(sandbox, token, `/admin/groups?${new URLSearchParams({ $top: '100', ...query })}`);
  expect(json['@odata.count']).toBe(json.value.length);
  return json.value.map(({ name }: { name: string }) => name);
}

test('pages with $top and $skip', async () => {
  const sandbox = await testSandbox();
  const all = seed.workspaces.map(({ name }) => name);
  expect(await namesOf(sandbox, {})).toEqual(all);
  expect(await namesOf(sandbox, { $top: '2' })).toEqual(all.slice(0, 2));
  expect(await namesOf(sandbox, { $top: '2', $skip: '2' })).toEqual(all.slice(2));
  expect(await namesOf(sandbox, { $skip: '100' })).toEqual([]);
});

test.each([
  ["name eq 'Contoso Sales'", ['Contoso Sales']],
  ["name eq 'contoso sales'", []],
  ["tolower(name) eq 'contoso sales'", ['Contoso Sales']],
  ["contains(name,'Contoso')", ['Contoso Sales', 'Contoso Finance']],
  ["contains(name, 'Fabrikam')", ['Fabrikam Research']],
  ["name eq 'Contoso''s Sales'", []],
])('filters by %s', async (filter, names) => {
  const sandbox = await testSandbox();
  expect(await namesOf(sandbox, { $filter: filter })).toEqual(names);
});

test.each([
  ['$top is missing', ''],
  ['$top is 0', '$top=0'],
  ['$top is more than 5000', '$top=5001'],
  ['$top is no number', '$top=many'],
  ['$skip is negative', '$top=1&$skip=-1'],
  ['a quote in $filter is not doubled', "$top=1&$filter=name eq 'Contoso's'"],
  ['$filter is something else', '$top=1&$filter=state ne null'],
])('refuses to list all workspaces when %s', async (_when, query) => {
  const sandbox = await testSandbox();
  const answer = await callApi(sandbox, await accessToken(sandbox, appForm()), `/admin/groups?${query}`);
  expect(answer).toMatchObject({ status: 400, json: { error: { code: 'BadRequest' } } });
});

const asMember = (identifier: string) => ({
  method: 'POST',
  body: { identifier, principalType: 'App', groupUserAccessRight: 'Member' },
});

test('lets an app in once it was added by the object id of its enterprise application', async () => {
  const sandbox = await testSandbox();
  const [admin, app] = [await accessToken(sandbox, userForm(ada)), await accessToken(sandbox, appForm())];
  const users = `/groups/${sales.id}/users`;
  const { servicePrincipalObjectId } = smokeApp;
  expect((await callApi(sandbox, app, users)).status).toBe(401);

  expect((await callApi(sandbox, admin, users, asMember(servicePrincipalObjectId))).status).toBe(200);
  const { json } = await callApi(sandbox, app, users);
  expect(json.value).toContainEqual({
    identifier: servicePrincipalObjectId,
    displayName: smokeApp.displayName,
    principalType: 'App',
    groupUserAccessRight: 'Member',
  });

  const removed = await callApi(sandbox, admin, `${users}/${servicePrincipalObjectId}`, { method: 'DELETE' });
  expect(removed.status).toBe(200);
  expectEmpty(await callApi(sandbox, app, users), 401, 'GroupNotAccessible');
});

test('refuses to add an app by its client id', async () => {
  const sandbox = await testSandbox();
  const admin = await accessToken(sandbox, userForm(ada));
  const answer = await callApi(sandbox, admin, `/groups/${sales.id}/users`, asMember(smokeApp.clientId));
  expect(answer).toMatchObject({ status: 400, json: { error: { code: 'PrincipalNotFound' } } });
});

test('refuses to add anybody twice', async () => {
  const sandbox = await testSandbox();
  const admin = await accessToken(sandbox, userForm(ada));
  const add = () => callApi(sandbox, admin, `/groups/${sales.id}/users`, asMember(smokeApp.servicePrincipalObjectId));
  expect((await add()).status).toBe(200);
  expect(await add()).toMatchObject({
    status: 400,
    json: { error: { code: 'AddingAlreadyExistsGroupUserNotSupportedError' } },
  });
});

test.each([
  ['an unknown right', { identifier: ada.userPrincipalName, groupUserAccessRight: 'Owner' }],
  ['no identifier', { groupUserAccessRight: 'Viewer' }],
  ['a group, of which there are none', { identifier: nowhere, principalType: 'Group', groupUserAccessRight: 'Viewer' }],
  ['a list', []],
])('refuses to add a user with %s', async (_what, body) => {
  const sandbox = await testSandbox();
  const admin = await accessToken(sandbox, userForm(ada));
  const answer = await callApi(sandbox, admin, `/groups/${sales.id}/users`, { method: 'POST', body });
  expect(answer.status).toBe(400);
});

test('does not let a viewer add users', async () => {
  const sandbox = await testSandbox();
  const viewer = await accessToken(sandbox, userForm(grace));
  const answer = await callApi(
    sandbox,
    viewer,
    `/groups/${sales.id}/users`,
    asMember(smokeApp.servicePrincipalObjectId),
  );
  expect(answer).toMatchObject({ status: 401, json: NOT_AUTHORIZED });
});

test('keeps the changes of one sandbox out of another', async () => {
  const [sandbox, other] = [await testSandbox(), await testSandbox()];
  const admin = await accessToken(sandbox, userForm(ada));
  await callApi(sandbox, admin, `/groups/${sales.id}/users`, asMember(smokeApp.servicePrincipalObjectId));
  const count = async (of: Sandbox) =>
    (await callApi(of, await accessToken(of, userForm(ada)), `/groups/${sales.id}/users`)).json.value.length;
  expect(await count(sandbox)).toBe(sales.users.length + 1);
  expect(await count(other)).toBe(sales.users.length);
});

test('runs a standard refresh that shows in the history by its RequestId until it is completed', async () => {
  const sandbox = await testSandbox({ refreshDurationMs: 150 });
  const token = await accessToken(sandbox, userForm(ada));
  const started = await callApi(sandbox, token, refreshes, {
    method: 'POST',
    body: { notifyOption: 'NoNotification' },
  });
  expect(started.status).toBe(202);
  expect(started.text).toBe('');
  expect(started.headers.get('content-length')).toBe('0');
  expect(started.headers.get('content-type')).toBe('application/octet-stream');
  for (const absent of ['location', 'x-ms-request-id']) expect(started.headers.get(absent)).toBeNull();

  const requestId = started.headers.get('requestid');
  const latest = async () => (await callApi(sandbox, token, `${refreshes}?$top=1`)).json.value[0];
  await vi.waitFor(async () => expect(await latest()).toMatchObject({ requestId, status: 'Completed' }), PATIENCE);
  const { startTime, endTime, refreshType } = await latest();
  expect(refreshType).toBe('ViaApi');
  expect(Date.parse(endTime) - Date.parse(startTime)).toBe(150);
  expect((await callApi(sandbox, token, `${refreshes}/${requestId}`)).status).toBe(404);
});

test('calls a running refresh Unknown and gives it no end', async () => {
  const sandbox = await testSandbox({ refreshDurationMs: 60_000 });
  const token = await accessToken(sandbox, userForm(ada));
  await callApi(sandbox, token, refreshes, { method: 'POST' });
  const [running] = (await callApi(sandbox, token, refreshes)).json.value;
  expect(running.status).toBe('Unknown');
  expect(running).not.toHaveProperty('endTime');
});

test('runs an enhanced refresh that can be followed at its Location: 202 while it runs, 200 afterwards', async () => {
  const sandbox = await testSandbox({ refreshDurationMs: 1500 });
  const token = await accessToken(sandbox, userForm(ada));
  const started = await callApi(sandbox, token, refreshes, { method: 'POST', body: { type: 'Full' } });
  expect(started.status).toBe(202);
  const requestId = started.headers.get('x-ms-request-id');
  expect(started.headers.get('requestid')).toBe(requestId);
  expect(started.headers.get('location')).toBe(`${sandbox.url}/v1.0/myorg${refreshes}/${requestId}`);
  expect(started.headers.get('access-control-expose-headers')).toBe('RequestId,Location');

  const follow = () => callApi(sandbox, token, `${refreshes}/${requestId}`);
  const running = await vi.waitFor(async () => {
    const answer = await follow();
    expect(answer.json.extendedStatus).toBe('InProgress');
    return answer;
  }, PATIENCE);
  expect(running).toMatchObject({ status: 202, json: { status: 'Unknown' } });
  expect(running.json).not.toHaveProperty('endTime');
  const done = await vi.waitFor(async () => {
    const answer = await follow();
    expect(answer.status).toBe(200);
    return answer;
  }, PATIENCE);
  expect(done.json).toMatchObject({ status: 'Completed', extendedStatus: 'Completed', endTime: expect.any(String) });
});

test.each([
  ['standard', undefined, 400],
  ['enhanced', { type: 'Full' }, 409],
])('refuses a second, %s refresh while one runs', async (_kind, body, status) => {
  const sandbox = await testSandbox({ refreshDurationMs: 60_000 });
  const token = await accessToken(sandbox, userForm(ada));
  expect((await callApi(sandbox, token, refreshes, { method: 'POST' })).status).toBe(202);
  const second = await callApi(sandbox, token, refreshes, { method: 'POST', body });
  expect(second.status).toBe(status);
  expect(second.json.error).toEqual({
    code: 'InvalidRequest',
    message: 'Invalid dataset refresh request. Another refresh request is already executing',
  });
});

test('cancels an enhanced refresh once, and makes room for the next', async () => {
  const sandbox = await testSandbox({ refreshDurationMs: 60_000 });
  const token = await accessToken(sandbox, userForm(ada));
  const start = () => callApi(sandbox, token, refreshes, { method: 'POST', body: { type: 'Full' } });
  const refresh = `${refreshes}/${(await start()).headers.get('x-ms-request-id')}`;

  expect((await callApi(sandbox, token, refresh, { method: 'DELETE' })).status).toBe(200);
  expect(await callApi(sandbox, token, refresh)).toMatchObject({ status: 200, json: { status: 'Cancelled' } });
  expect((await callApi(sandbox, token, refresh, { method: 'DELETE' })).status).toBe(400);
  expect((await start()).status).toBe(202);
});

test('refuses notifyOption in an enhanced refresh', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(ada));
  const body = { type: 'Full', notifyOption: 'MailOnFailure' };
  expect((await callApi(sandbox, token, refreshes, { method: 'POST', body })).status).toBe(400);
});

test('remembers a failed refresh with its reason', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(ada));
  const ledger = finance.datasets[0] as (typeof finance.datasets)[0];
  const { json } = await callApi(sandbox, token, `/groups/${finance.id}/datasets/${ledger.id}/refreshes`);
  expect(json.value).toHaveLength(1);
  expect(json.value[0].status).toBe('Failed');
  expect(JSON.parse(json.value[0].serviceExceptionJson)).toEqual({
    errorCode: 'ModelRefreshFailed_CredentialsNotSpecified',
  });
});

test('says that there is no such operation', async () => {
  const sandbox = await testSandbox();
  const answer = await callApi(sandbox, await accessToken(sandbox, userForm(ada)), '/nonsense');
  expect(answer).toMatchObject({ status: 404, json: { error: { code: 'NotFound' } } });
});

test('lists the capacity', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  const capacities = await callApi(sandbox, token, '/capacities');
  expect(capacities.json.value).toEqual([expect.objectContaining({ sku: 'F2', state: 'Active' })]);
});
