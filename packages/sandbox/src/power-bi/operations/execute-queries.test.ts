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
  [
    'EVALUATE ROW("a", "x ""y""", "b", TRUE(), "c", COUNTROWS(Sales) >= 1250)',
    { '[a]': 'x "y"', '[b]': true, '[c]': true },
  ],
  ['EVALUATE -- a comment\nROW("n", 1 <> 1) // another', { '[n]': false }],
])('evaluates %s', async (dax, row) => {
  const sandbox = await testSandbox();
  const { status, json } = await query(sandbox, dax);
  expect({ status, json }).toEqual({ status: 200, json: { results: [{ tables: [{ rows: [row] }] }] } });
});

test.each([
  'EVALUATE Sales',
  'EVALUATE ROW("n", COUNTROWS(Nope))',
  'EVALUATE ROW("n", 1 + 1)',
  'EVALUATE ROW("n", 1) ORDER BY 1',
  '',
])('answers 400 to what it cannot evaluate: %s', async (dax) => {
  const sandbox = await testSandbox();
  const { status, json } = await query(sandbox, dax);
  expect({ status, code: json.error.code }).toEqual({ status: 400, code: 'DatasetExecuteQueriesError' });
  expect(json.error['pbi.error'].details[0].code).toBe('DetailsMessage');
});

const tailwind = workspaceNamed('Tailwind Traders');

async function queryTailwind(sandbox: Sandbox, name: string, body: object, form = userForm()) {
  const { id } = tailwind.datasets.find((each) => each.name === name) ?? { id: '' };
  const path = `/groups/${tailwind.id}/datasets/${id}/executeQueries`;
  return callApi(sandbox, await accessToken(sandbox, form), path, { method: 'POST', body });
}

test('golden values: a union of rows, columns named by the first, measures', async () => {
  const sandbox = await testSandbox();
  const dax =
    'EVALUATE UNION(ROW("TestName", "rows", "Passed", COUNTROWS(Sales) = 1250), ROW("x", "total", "y", [total sales] = 98765.5))';
  const ask = async () => (await queryTailwind(sandbox, 'Retail', { queries: [{ query: dax }] }, appForm())).json;
  const rows = (passed: boolean) => [
    { '[TestName]': 'rows', '[Passed]': passed },
    { '[TestName]': 'total', '[Passed]': passed },
  ];
  expect(await ask()).toEqual({ results: [{ tables: [{ rows: rows(true) }] }] });
  sandbox.admin.setFault('empty-dataset');
  expect(await ask()).toEqual({ results: [{ tables: [{ rows: rows(false) }] }] });
});

test('row-level security by the user who is impersonated', async () => {
  const sandbox = await testSandbox();
  const ask = (impersonatedUserName?: unknown, form = userForm()) =>
    queryTailwind(sandbox, 'Retail by region', { queries: [{ query: COUNT }], impersonatedUserName }, form);
  const count = async (name?: string) => (await ask(name)).json.results[0].tables[0].rows[0]['[n]'];
  const counts = [
    await count(),
    await count('Grace@sandbox.onmicrosoft.com'),
    await count('mfa@sandbox.onmicrosoft.com'),
  ];
  expect(counts).toEqual([1250, 410, 840]);
  const noRole = await ask('nobody@sandbox.onmicrosoft.com');
  expect([noRole.status, noRole.headers.get('x-powerbi-error-info')]).toEqual([401, 'RLSNotAuthorizedForModel']);
  expect((await ask(1)).status).toBe(400);
  expect((await ask('grace@sandbox.onmicrosoft.com', appForm())).status).toBe(401);
  sandbox.admin.setFault('rls-leaks');
  expect(await count('grace@sandbox.onmicrosoft.com')).toBe(1250);
});

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
