import { expect, test } from 'vitest';
import { seed } from '../../seed.ts';
import { accessToken, appForm, callApi, grace, testSandbox, userForm } from '../../testing/client.ts';

const gateway = seed.gateways[0] as (typeof seed.gateways)[0];
const [datasource] = gateway.datasources;
const GATEWAY = `/gateways/${gateway.id}`;

test('shows a gateway and its data sources to those who administer it', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  expect((await callApi(sandbox, token, '/gateways')).json.value).toMatchObject([{ id: gateway.id, type: 'Resource' }]);
  expect((await callApi(sandbox, token, GATEWAY)).json).toMatchObject({ name: gateway.name });
  const [shown] = (await callApi(sandbox, token, `${GATEWAY}/datasources`)).json.value;
  expect(shown).toMatchObject({ id: datasource?.id, gatewayId: gateway.id });
  expect(JSON.parse(shown.connectionDetails)).toEqual(datasource?.connectionDetails);

  const outsider = await accessToken(sandbox, userForm(grace));
  expect((await callApi(sandbox, outsider, '/gateways')).json).toEqual({ value: [] });
  expect((await callApi(sandbox, outsider, GATEWAY)).status).toBe(404);
});

test('the status of a data source is an empty 200, or 400 when the gateway is offline', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  const status = () => callApi(sandbox, token, `${GATEWAY}/datasources/${datasource?.id}/status`);
  expect(await status()).toMatchObject({ status: 200, text: '' });
  sandbox.admin.setFault('gateway-unreachable');
  const code = 'DM_GWPipeline_Client_GatewayUnreachable';
  expect(await status()).toMatchObject({ status: 400, json: { error: { code, 'pbi.error': { code } } } });
  expect((await callApi(sandbox, token, `${GATEWAY}/datasources/nope/status`)).status).toBe(404);
});

test('the data sources of a dataset name the gateway', async () => {
  const sandbox = await testSandbox();
  const workspace = seed.workspaces.find(({ name }) => name === 'Tailwind Traders');
  const path = `/groups/${workspace?.id}/datasets/${workspace?.datasets[0]?.id}/datasources`;
  const { json } = await callApi(sandbox, await accessToken(sandbox, appForm()), path);
  expect(json.value).toMatchObject([{ datasourceId: datasource?.id, gatewayId: gateway.id }]);
});
