import { expect, test } from 'vitest';
import { accessToken, ada, appForm, callApi, testSandbox, userForm } from '../../testing/client.ts';

test('capacity-not-active: the capacity is Suspended', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  sandbox.admin.setFault('capacity-not-active');
  for (const path of ['/capacities', '/admin/capacities'])
    expect((await callApi(sandbox, token, path)).json.value).toMatchObject([{ state: 'Suspended' }]);
});

test('sums up the refreshes of datasets on capacities, for whoever names $top', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  for (const path of ['/capacities/refreshables', '/admin/capacities/refreshables']) {
    expect((await callApi(sandbox, token, path)).status).toBe(400);
    const { json } = await callApi(sandbox, token, `${path}?$top=50`);
    expect(json.value.map(({ name }: { name: string }) => name)).toEqual(['Retail', 'Retail by region']);
    expect(json.value[0]).toMatchObject({
      refreshCount: 3,
      refreshFailures: 0,
      averageDuration: 240,
      lastRefresh: { status: 'Completed' },
      configuredBy: [ada.userPrincipalName],
    });
  }
});

test('counts a refresh that failed', async () => {
  const sandbox = await testSandbox({ refreshDurationMs: 0 });
  const [app, user] = [await accessToken(sandbox, appForm()), await accessToken(sandbox, userForm())];
  const workspaces = await callApi(sandbox, user, "/groups?$filter=name%20eq%20'Tailwind%20Traders'");
  const datasets = `/groups/${workspaces.json.value[0].id}/datasets`;
  const { id } = (await callApi(sandbox, user, datasets)).json.value[0];
  sandbox.admin.setFault('refresh-fails');
  await callApi(sandbox, user, `${datasets}/${id}/refreshes`, { method: 'POST' });
  const { json } = await callApi(sandbox, app, '/capacities/refreshables?$top=1');
  expect(json.value).toMatchObject([{ refreshCount: 4, refreshFailures: 1, lastRefresh: { status: 'Failed' } }]);
});
