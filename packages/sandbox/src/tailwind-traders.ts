import type {
  DatasetDatasource,
  GatewayDatasource,
  SandboxSeed,
  SandboxWorkspace,
  WorkspaceUser,
} from './seed-types.ts';

const CAPACITY_ID = '6d2e0f48-9051-42b3-a4d6-e7f8091a2b3c';
const GATEWAY_ID = '1f69c0d2-7b3e-4a58-9c41-5e6f70819a2b';
const WAREHOUSE: GatewayDatasource = {
  id: '252b8de7-d815-4f88-aaeb-1c8c2395f970',
  datasourceName: 'Warehouse',
  datasourceType: 'Sql',
  connectionDetails: { server: 'warehouse.tailwind.example', database: 'Retail' },
  credentialType: 'Windows',
};
const FROM_WAREHOUSE: readonly DatasetDatasource[] = [
  {
    datasourceType: WAREHOUSE.datasourceType,
    connectionDetails: WAREHOUSE.connectionDetails,
    datasourceId: WAREHOUSE.id,
    gatewayId: GATEWAY_ID,
  },
];
const NIGHTLY = [2, 26, 50].map((startedHoursAgo) => ({ startedHoursAgo, minutes: 4 }));

/** The workspace with everything a smoke test looks at: on a capacity, with models, a report, and an app let in. */
export function tailwindTraders(people: {
  readonly admin: WorkspaceUser;
  readonly servicePrincipalObjectId: string;
}): SandboxWorkspace {
  return {
    id: '6e2f0a49-9152-43b4-a5d7-f8091a2b3c4d',
    name: 'Tailwind Traders',
    capacityId: CAPACITY_ID,
    users: [
      people.admin,
      {
        identifier: people.servicePrincipalObjectId,
        displayName: 'Waybill smoke tests',
        principalType: 'App',
        groupUserAccessRight: 'Member',
      },
    ],
    datasets: [
      {
        id: 'a0314c5d-6e7f-4081-8cbd-2e3f4a5b6c7d',
        name: 'Retail',
        configuredBy: people.admin.identifier,
        rowCounts: { Sales: 1250, Customers: 80 },
        measures: { 'Total Sales': 98765.5 },
        refreshes: NIGHTLY,
        datasources: FROM_WAREHOUSE,
      },
      {
        id: 'b1425d6e-7f80-4192-9dce-3f4a5b6c7d8e',
        name: 'Retail by region',
        configuredBy: people.admin.identifier,
        rowCounts: { Sales: 1250 },
        rowCountsOf: {
          'grace@sandbox.onmicrosoft.com': { Sales: 410 },
          'mfa@sandbox.onmicrosoft.com': { Sales: 840 },
        },
        refreshes: NIGHTLY,
        datasources: FROM_WAREHOUSE,
      },
    ],
    reports: [
      {
        id: 'c2536e7f-8091-42a3-8edf-405b6c7d8e9f',
        name: 'Retail overview',
        datasetId: 'a0314c5d-6e7f-4081-8cbd-2e3f4a5b6c7d',
        pages: ['Overview', 'Stores'],
      },
    ],
  };
}

/** What the workspace stands on, outside of it. */
export function tailwindResources(
  admins: readonly string[],
): Pick<SandboxSeed, 'capacities' | 'gateways' | 'pipelines'> {
  return {
    capacities: [{ id: CAPACITY_ID, displayName: 'Sandbox', sku: 'F2', region: 'West Europe', admins }],
    gateways: [{ id: GATEWAY_ID, name: 'Tailwind gateway', admins, datasources: [WAREHOUSE] }],
    pipelines: [
      {
        id: 'a5dee044-68c8-41f5-b183-fe5d2c0a6935',
        displayName: 'Tailwind Traders',
        description: 'From development to test',
        users: admins,
      },
    ],
  };
}
