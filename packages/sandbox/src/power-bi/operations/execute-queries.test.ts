import { expect, test } from 'vitest';
import { seed } from '../../seed.ts';
import type { Sandbox } from '../../start-sandbox.ts';
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
const PATH = `/groups/${sales.id}/datasets/${sales.datasets[0]?.id}`;
const COUNT = 'EVALUATE ROW("n", COUNTROWS(Sales))';

async function query(sandbox: Sandbox, dax: string, form = userForm()) {
  const body = { queries: [{ query: dax }], serializerSettings: { includeNulls: true } };
  return callApi(sandbox, await accessToken(sandbox, form), `${PATH}/executeQueries`, { method: 'POST', body });
}

test.each([
  [COUNT, { '[n]': seed.workspaces[0]?.datasets[0]?.rowCounts.Sales }],
  ['evaluate row ( "a ""b""", countrows(\'Customers\') )', { '[a "b"]': 80 }],
  ['EVALUATE ROW("x", -1.5)', { '[x]': -1.5 }],
])('evaluates %s', async (dax, row) => {
  const sandbox = await testSandbox();
  const { status, json } = await query(sandbox, dax);
  expect({ status, json }).toEqual({ status: 200, json: { results: [{ tables: [{ rows: [row] }] }] } });
});

test.each(['EVALUATE Sales', 'EVALUATE ROW("n", COUNTROWS(Nope))', 'EVALUATE ROW("n", 1 + 1)', ''])(
  'answers 400 to what it cannot evaluate: %s',
  async (dax) => {
    const sandbox = await testSandbox();
    const { status, json } = await query(sandbox, dax);
    expect({ status, code: json.error.code }).toEqual({ status: 400, code: 'DatasetExecuteQueriesError' });
    expect(json.error['pbi.error'].details[0].code).toBe('DetailsMessage');
  },
);

test('hides the dataset from a viewer, who may not build on it', async () => {
  const sandbox = await testSandbox();
  const { status, json } = await query(sandbox, COUNT, userForm(grace));
  expect({ status, code: json.error.code }).toEqual({ status: 404, code: 'PowerBIEntityNotFound' });
});

test('takes one query at a time', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, userForm());
  for (const queries of [[], [{ query: COUNT }, { query: COUNT }], 'x', [null]]) {
    const answer = await callApi(sandbox, token, `${PATH}/executeQueries`, { method: 'POST', body: { queries } });
    expect(answer.status).toBe(400);
  }
});

test('row-level security: 401 for an app, whatever its role; users get their rows', async () => {
  const sandbox = await testSandbox();
  const adaToken = await accessToken(sandbox, userForm(ada));
  const identifier = smokeApp.servicePrincipalObjectId;
  const body = { identifier, groupUserAccessRight: 'Admin', principalType: 'App' };
  await callApi(sandbox, adaToken, `/groups/${sales.id}/users`, { method: 'POST', body });
  expect((await query(sandbox, COUNT, appForm())).status).toBe(200);

  sandbox.admin.setFault('rls-dataset');
  const { status, json } = await query(sandbox, COUNT, appForm());
  expect({ status, code: json.error.code }).toEqual({ status: 401, code: 'PowerBINotAuthorizedException' });
  expect((await query(sandbox, COUNT)).status).toBe(200);
  expect((await callApi(sandbox, adaToken, PATH)).json).toMatchObject({ isEffectiveIdentityRequired: true });
});

test('the tenant has no gateway', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  expect((await callApi(sandbox, token, '/gateways')).json).toEqual({ value: [] });
});
