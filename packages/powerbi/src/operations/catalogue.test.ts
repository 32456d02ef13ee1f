import { expect, test } from 'vitest';
import { loadOperations } from './find-operation.ts';
import type { Operation } from './operation.ts';

const operations = await loadOperations();

async function operation(id: string): Promise<Operation | undefined> {
  return operations.find((each) => each.id === id);
}

/** The delegated permissions the Power BI service offers, and no typing mistakes of the documentation. */
const SCOPES = [
  ...[
    'App',
    'Capacity',
    'Dashboard',
    'Dataflow',
    'Dataset',
    'Pipeline',
    'Report',
    'StorageAccount',
    'Tenant',
    'Workspace',
  ].flatMap((item) => [`${item}.Read.All`, `${item}.ReadWrite.All`]),
  'Content.Create',
  'Pipeline.Deploy',
];

function count(of: (operation: Operation) => unknown): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const each of operations) counts[String(of(each))] = (counts[String(of(each))] ?? 0) + 1;
  return counts;
}

test('the catalogue holds every operation once', () => {
  expect(operations).toHaveLength(286);
  expect(new Set(operations.map(({ id }) => id)).size).toBe(286);
  expect(new Set(operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`)).size).toBe(
    286,
  );
  expect(count(({ method }) => method)).toEqual({ GET: 150, POST: 86, PUT: 6, PATCH: 18, DELETE: 26 });
  expect(operations.filter(({ path }) => path.startsWith('/admin/'))).toHaveLength(59);
});

test('paths are below /v1.0/myorg and in a fixed order', () => {
  for (const { path } of operations) expect(path).toMatch(/^\/[A-Za-z]/);
  const paths = operations.map(({ path }) => path);
  expect(paths).toEqual(paths.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
});

test('scopes are ones that exist, and what asks for least comes first', () => {
  for (const { scopes, mayAlsoNeed = [] } of operations) {
    for (const scope of [...scopes.flat(), ...mayAlsoNeed]) expect(SCOPES).toContain(scope);
    for (const choice of scopes) expect(choice.length).toBeGreaterThan(0);
    const writes = scopes.map((choice) => choice.filter((scope) => !scope.endsWith('.Read.All')).length);
    expect(writes).toEqual(writes.toSorted((a, b) => a - b));
  }
});

test('only what asks for no scope, or is for service principals, has none', () => {
  const without = operations.filter(({ scopes }) => scopes.length === 0);
  expect(without).toHaveLength(8);
  for (const { id, servicePrincipal } of without) {
    expect(servicePrincipal === 'only' || id.startsWith('AvailableFeatures_')).toBe(true);
  }
});

test('every operation says whether a service principal may call it', () => {
  expect(count(({ servicePrincipal }) => servicePrincipal)).toEqual({
    admin: 45,
    no: 22,
    only: 6,
    unknown: 133,
    yes: 80,
  });
  for (const { path, servicePrincipal } of operations) {
    expect(['admin', 'no'].includes(servicePrincipal)).toBe(path.startsWith('/admin/') || path.startsWith('/apps'));
  }
});

test.each<[string, Partial<Operation>]>([
  ['Groups_GetGroups', { scopes: [['Workspace.Read.All'], ['Workspace.ReadWrite.All']], servicePrincipal: 'yes' }],
  [
    'Groups_GetGroupsAsAdmin',
    {
      servicePrincipal: 'admin',
      limits: { perMinute: 15, perHour: 50, note: 'for the whole tenant; gives up after 30 seconds' },
    },
  ],
  ['Groups_AddUserAsAdmin', { servicePrincipal: 'no', scopes: [['Tenant.ReadWrite.All']], limits: { perHour: 200 } }],
  ['Apps_GetApps', { servicePrincipal: 'no', scopes: [['App.Read.All']] }],
  ['Profiles_CreateProfile', { servicePrincipal: 'only', scopes: [] }],
  [
    'Datasets_RefreshDatasetInGroup',
    { longRunning: true, limits: { perDay: 8, note: 'on shared capacity, scheduled refreshes included' } },
  ],
  ['Datasets_ExecuteQueries', { servicePrincipal: 'yes', limits: { perMinute: 120, note: 'for each user' } }],
  [
    'WorkspaceInfo_PostWorkspaceInfo',
    { longRunning: true, servicePrincipal: 'admin', limits: { perHour: 500, note: 'at most 16 at the same time' } },
  ],
  ['Reports_ExportReport', { scopes: [['Report.Read.All', 'Dataset.Read.All'], ['Report.ReadWrite.All']] }],
  ['Groups_AssignToCapacity', { scopes: [['Capacity.ReadWrite.All', 'Workspace.ReadWrite.All']] }],
  // A mistake or a gap in the swagger each.
  ['Reports_UpdateDatasources', { scopes: [['Report.ReadWrite.All']] }],
  ['Datasets_GetTablesInGroup', { scopes: [['Dataset.Read.All'], ['Dataset.ReadWrite.All']] }],
  ['Groups_CapacityAssignmentStatus', { scopes: [['Workspace.Read.All'], ['Workspace.ReadWrite.All']] }],
  // What a scope is needed for may depend on the body.
  [
    'EmbedToken_GenerateToken',
    {
      scopes: [['Dataset.Read.All'], ['Dataset.ReadWrite.All']],
      mayAlsoNeed: ['Content.Create', 'Report.Read.All', 'Report.ReadWrite.All'],
    },
  ],
])('%s is described', async (id, expected) => {
  expect(await operation(id)).toMatchObject(expected);
});

test('operations that answer before they are done say so', () => {
  expect(
    operations
      .filter(({ longRunning }) => longRunning)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([
    'Dataflows_RefreshDataflow',
    'Datasets_RefreshDataset',
    'Datasets_RefreshDatasetInGroup',
    'Goals_(Preview)_RefreshGoalCurrentValue',
    'Goals_(Preview)_RefreshGoalTargetValue',
    'Groups_AssignMyWorkspaceToCapacity',
    'Groups_AssignToCapacity',
    'Imports_PostImport',
    'Imports_PostImportInGroup',
    'Pipelines_DeployAll',
    'Pipelines_SelectiveDeploy',
    'Reports_ExportToFile',
    'Reports_ExportToFileInGroup',
    'WorkspaceInfo_PostWorkspaceInfo',
  ]);
});
