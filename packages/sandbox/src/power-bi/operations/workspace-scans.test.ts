import { expect, test, vi } from 'vitest';
import { accessToken, appForm, callApi, testSandbox, workspaceNamed } from '../../testing/client.ts';

const { id, datasets } = workspaceNamed('Tailwind Traders');
const GET_INFO = '/admin/workspaces/getInfo';

test('scans workspaces: 202 with Location, then a status, then a result', async () => {
  const sandbox = await testSandbox({ operationDurationMs: 200 });
  const token = await accessToken(sandbox, appForm());
  const started = await callApi(sandbox, token, GET_INFO, { method: 'POST', body: { workspaces: [id] } });
  expect(started).toMatchObject({ status: 202, json: { status: 'NotStarted' } });
  const status = (started.headers.get('location') ?? '').slice(`${sandbox.url}/v1.0/myorg`.length);
  const result = status.replace('scanStatus', 'scanResult');
  expect((await callApi(sandbox, token, result)).status).toBe(400);
  await vi.waitFor(
    async () => expect((await callApi(sandbox, token, status)).json).toMatchObject({ status: 'Succeeded' }),
    { timeout: 4500, interval: 10 },
  );
  const { json } = await callApi(sandbox, token, result);
  expect(json.workspaces).toMatchObject([{ id, datasets: datasets.map(({ name }) => ({ name })) }]);
});

test.each([{}, { workspaces: [] }, { workspaces: [1] }, { workspaces: Array(101).fill(id) }])(
  'wants 1 to 100 ids',
  async (body) => {
    const sandbox = await testSandbox();
    const token = await accessToken(sandbox, appForm());
    expect((await callApi(sandbox, token, GET_INFO, { method: 'POST', body })).status).toBe(400);
  },
);
