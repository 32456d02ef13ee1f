import { expect, test } from 'vitest';
import { accessToken, ada, callApi, testSandbox, userForm, workspaceNamed } from '../../testing/client.ts';

const { id: groupId, datasets } = workspaceNamed('Contoso Sales');
const refreshes = `/groups/${groupId}/datasets/${datasets[0]?.id}/refreshes`;

test.each([{ timeout: '02:00:00' }, { objects: [{ table: 'Orders' }] }, { somethingNewer: true }])(
  'takes a refresh for an enhanced one when it asks for anything but a notification: %o',
  async (body) => {
    const sandbox = await testSandbox();
    const token = await accessToken(sandbox, userForm(ada));
    const { status, headers } = await callApi(sandbox, token, refreshes, { method: 'POST', body });
    expect(status).toBe(202);
    expect(headers.get('location')).toContain(headers.get('x-ms-request-id'));
  },
);

test('remembers the type of an enhanced refresh, and refuses one that does not exist', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm(ada));
  const start = (type: string) => callApi(sandbox, token, refreshes, { method: 'POST', body: { type } });
  expect((await start('Half')).status).toBe(400);
  const id = (await start('calculate')).headers.get('x-ms-request-id');
  const { json } = await callApi(sandbox, token, `${refreshes}/${id}`);
  expect(json).toMatchObject({ type: 'Calculate', currentRefreshType: 'Calculate' });
});
