import { expect, test, vi } from 'vitest';
import { seed } from '../../seed.ts';
import type { Sandbox } from '../../start-sandbox.ts';
import { accessToken, appForm, callApi, overprivilegedApp, testSandbox } from '../../testing/client.ts';

const PIPELINE = `/pipelines/${seed.pipelines[0]?.id}`;

async function deploy(sandbox: Sandbox, token: string) {
  const { status, json } = await callApi(sandbox, token, `${PIPELINE}/deployAll`, {
    method: 'POST',
    body: { sourceStageOrder: 0 },
  });
  expect(status).toBe(202);
  return vi.waitFor(
    async () => {
      const operation = await callApi(sandbox, token, `${PIPELINE}/operations/${json.id}`);
      expect(operation.json.executionEndTime).toBeDefined();
      return operation.json;
    },
    { timeout: 4500, interval: 10 },
  );
}

test('deploys all, which takes a while and can fail', async () => {
  const sandbox = await testSandbox({ operationDurationMs: 100 });
  const token = await accessToken(sandbox, appForm());
  expect(await deploy(sandbox, token)).toMatchObject({ status: 'Succeeded', targetStageOrder: 1 });
  sandbox.admin.setFault('deployment-fails');
  expect(await deploy(sandbox, token)).toMatchObject({ status: 'Failed' });
  const { json } = await callApi(sandbox, token, `${PIPELINE}/operations`);
  expect(json.value.map(({ status }: { status: string }) => status)).toEqual(['Failed', 'Succeeded']);
});

test('is for users of the pipeline, from stages that have a next one', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  const init = { method: 'POST', body: { sourceStageOrder: 2 } };
  expect((await callApi(sandbox, token, `${PIPELINE}/deployAll`, init)).status).toBe(400);
  expect((await callApi(sandbox, token, '/pipelines')).json.value).toEqual([
    expect.not.objectContaining({ users: expect.anything() }),
  ]);
  const outsider = await accessToken(sandbox, appForm(overprivilegedApp));
  expect((await callApi(sandbox, outsider, '/pipelines')).json).toEqual({ value: [] });
  expect((await callApi(sandbox, outsider, `${PIPELINE}/operations`)).status).toBe(404);
});
