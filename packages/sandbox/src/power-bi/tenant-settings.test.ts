import { expect, test } from 'vitest';
import { accessToken, appForm, callApi, testSandbox, userForm } from '../testing/client.ts';

/** Statuses of `groups`, `admin/groups` and `datasets`, for an app and for a user. */
async function statusesUnder(fault: 'service-principals-blocked' | 'service-principals-blocked-on-admin-apis') {
  const sandbox = await testSandbox();
  sandbox.admin.setFault(fault);
  const statuses = async (token: string) => {
    const paths = ['/groups', '/admin/groups?$top=1', '/datasets'];
    return Promise.all(paths.map(async (path) => (await callApi(sandbox, token, path)).status));
  };
  return {
    app: await statuses(await accessToken(sandbox, appForm())),
    user: await statuses(await accessToken(sandbox, userForm())),
  };
}

test('without the admin switch an app reads no admin API, but all others', async () => {
  const statuses = await statusesUnder('service-principals-blocked-on-admin-apis');
  expect(statuses).toEqual({ app: [200, 401, 403], user: [200, 200, 200] });
});

test('without the API switch an app is refused everywhere, a user nowhere', async () => {
  const statuses = await statusesUnder('service-principals-blocked');
  expect(statuses).toEqual({ app: [401, 401, 401], user: [200, 200, 200] });
});
