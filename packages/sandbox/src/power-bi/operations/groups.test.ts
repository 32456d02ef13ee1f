import { expect, test } from 'vitest';
import {
  accessToken,
  ada,
  appForm,
  callApi,
  grace,
  smokeApp,
  testSandbox,
  userForm,
  workspaceNamed,
} from '../../testing/client.ts';

const sales = workspaceNamed('Contoso Sales');
const users = `/groups/${sales.id}/users`;
const add = (identifier: string, principalType: string, groupUserAccessRight: string) => ({
  method: 'POST',
  body: { identifier, principalType, groupUserAccessRight },
});

test('a Member may let others in, but no Admin', async () => {
  const sandbox = await testSandbox();
  const [admin, app] = [await accessToken(sandbox, userForm(ada)), await accessToken(sandbox, appForm())];
  await callApi(sandbox, admin, users, add(smokeApp.servicePrincipalObjectId, 'App', 'Member'));
  const mfa = 'mfa@sandbox.onmicrosoft.com';
  expect((await callApi(sandbox, app, users, add(mfa, 'User', 'Admin'))).status).toBe(401);
  expect((await callApi(sandbox, app, users, add(mfa, 'User', 'Contributor'))).status).toBe(200);
});

test.each([grace.userPrincipalName, encodeURIComponent(grace.userPrincipalName), grace.objectId])(
  'removes a user by name or object id: %s',
  async (user) => {
    const sandbox = await testSandbox();
    const admin = await accessToken(sandbox, userForm(ada));
    expect((await callApi(sandbox, admin, `${users}/${user}`, { method: 'DELETE' })).status).toBe(200);
    expect((await callApi(sandbox, await accessToken(sandbox, userForm(grace)), users)).status).toBe(401);
    expect((await callApi(sandbox, admin, `${users}/${user}`, { method: 'DELETE' })).status).toBe(404);
  },
);

test('refuses a kind of principal that does not exist', async () => {
  const sandbox = await testSandbox();
  const admin = await accessToken(sandbox, userForm(ada));
  const answer = await callApi(sandbox, admin, users, add(smokeApp.servicePrincipalObjectId, 'Application', 'Admin'));
  expect(answer.status).toBe(400);
  expect(answer.json.error.message).toContain('principalType');
});

test.each([`id eq '${sales.id}'`, "name  eq 'Contoso Sales'"])('filters groups by any field: %s', async (filter) => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(ada));
  const { json } = await callApi(sandbox, token, `/groups?${new URLSearchParams({ $filter: filter })}`);
  expect(json.value.map(({ name }: { name: string }) => name)).toEqual(['Contoso Sales']);
});

test('lists nothing for a field that groups do not have', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(ada));
  const { json } = await callApi(sandbox, token, `/groups?${new URLSearchParams({ $filter: "constructor eq 'x'" })}`);
  expect(json.value).toEqual([]);
});

test.each([
  "/availableFeatures(featureName='embedTrial')",
  `/groups/${sales.id}/datasets/x/Default.TakeOver`,
  '/groups/%E0%A4%A/users',
  "/admin/activityevents?startDateTime='2026-01-01T00:00:00Z'",
])('survives paths that are hard to route: %s', async (path) => {
  const sandbox = await testSandbox();
  const { status } = await callApi(sandbox, await accessToken(sandbox, userForm(ada)), path);
  expect([400, 401, 404]).toContain(status);
});
