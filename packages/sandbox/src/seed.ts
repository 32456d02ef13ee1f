import type { SandboxSeed, WorkspaceUser } from './seed-types.ts';
import { tailwindResources, tailwindTraders } from './tailwind-traders.ts';

export type * from './seed-types.ts';

const SMOKE_SECRET = 'sandbox-only/client+secret=1&2';
const SMOKE_OBJECT_ID = '9d3e7c10-8b24-4f6a-a1c5-7e9f0b2d4c68';
const ADA_OBJECT_ID = 'c1d2e3f4-0a1b-4c2d-8e3f-405162738495';
const ADA = 'ada@sandbox.onmicrosoft.com';
const GRACE = 'grace@sandbox.onmicrosoft.com';
const RESOURCE_GROUP = '/subscriptions/f574c608-a63e-4cb0-8957-c381e2d465f9/resourcegroups/contoso/providers';
const ada: WorkspaceUser = {
  identifier: ADA,
  displayName: 'Ada',
  principalType: 'User',
  groupUserAccessRight: 'Admin',
};

/** What a sandbox holds when it starts. The secrets open nothing but a sandbox. */
export const seed: SandboxSeed = {
  tenantId: '7b0f3c52-5a9e-4d0b-9c53-0d5a5a4db0c1',
  domain: 'sandbox.onmicrosoft.com',
  apps: [
    {
      displayName: 'Waybill smoke tests',
      clientId: '2f6a1d8e-3c41-4b57-8e0a-6f1d2c3b4a59',
      servicePrincipalObjectId: SMOKE_OBJECT_ID,
      secrets: [SMOKE_SECRET],
      isPublicClient: false,
      delegatedScopes: [],
      applicationPermissions: [],
      exposedScopes: ['access_as_user'],
      federatedCredentials: [
        {
          issuer: 'https://token.actions.githubusercontent.com',
          subject: 'repo:contoso/reports:ref:refs/heads/main',
          audience: 'api://AzureADTokenExchange',
        },
      ],
    },
    {
      displayName: 'Waybill explorer',
      clientId: '5c8e2b90-1f37-4a6d-b0e4-3d9a7c615f28',
      servicePrincipalObjectId: '6e1f0a2b-4d59-4c83-9b7e-2a1c3d5f7e90',
      secrets: [],
      isPublicClient: true,
      delegatedScopes: ['Dataset.ReadWrite.All', 'Report.Read.All', 'Tenant.Read.All', 'Workspace.ReadWrite.All'],
      applicationPermissions: [],
      exposedScopes: [],
      federatedCredentials: [],
    },
    {
      // Its application permission is the trap: Power BI refuses such an app on admin APIs.
      displayName: 'Overprivileged',
      clientId: '71d0c4be-93a5-4f2c-8d16-b5e7f8091a2c',
      servicePrincipalObjectId: '82e1d5cf-a4b6-403d-9e27-c6f8091a2b3d',
      secrets: ['sandbox-only/overprivileged=1'],
      isPublicClient: false,
      delegatedScopes: [],
      applicationPermissions: ['Tenant.Read.All'],
      exposedScopes: [],
      federatedCredentials: [],
    },
    {
      // Microsoft's, and in every tenant: whom users of `az login` sign in to.
      displayName: 'Microsoft Azure CLI',
      clientId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
      servicePrincipalObjectId: 'a3f4c5d6-e7f8-4091-a2b3-c4d5e6f70819',
      secrets: [],
      isPublicClient: true,
      delegatedScopes: ['user_impersonation'],
      applicationPermissions: [],
      exposedScopes: [],
      federatedCredentials: [],
    },
    {
      // Called by users' clients, and calls Power BI on behalf of those users.
      displayName: 'Waybill web API',
      clientId: '9b1e6f27-40d8-4c5a-a3f1-6d2b8c7e0f93',
      servicePrincipalObjectId: 'a02f7138-51e9-4d6b-b402-7e3c9d8f10a4',
      secrets: ['sandbox-only/web+api=4'],
      isPublicClient: false,
      delegatedScopes: ['Dataset.Read.All', 'Workspace.Read.All'],
      applicationPermissions: [],
      exposedScopes: ['access_as_user'],
      federatedCredentials: [],
    },
  ],
  users: [
    {
      userPrincipalName: ADA,
      displayName: 'Ada',
      objectId: ADA_OBJECT_ID,
      password: 'sandbox-only/pass word+1%',
      isFabricAdmin: true,
      requiresMfa: false,
    },
    {
      userPrincipalName: GRACE,
      displayName: 'Grace',
      objectId: 'd4c3b2a1-9f8e-4d7c-a6b5-94837261504f',
      password: 'sandbox-only/grace=2',
      isFabricAdmin: false,
      requiresMfa: false,
    },
    {
      userPrincipalName: 'mfa@sandbox.onmicrosoft.com',
      displayName: 'Must use MFA',
      objectId: 'e5d4c3b2-a190-4e8d-b7c6-a5948372615e',
      password: 'sandbox-only/mfa=3',
      isFabricAdmin: false,
      requiresMfa: true,
    },
  ],
  workspaces: [
    {
      id: '3a9b7c15-6d2e-4f80-91a3-b4c5d6e7f809',
      name: 'Contoso Sales',
      users: [ada, { identifier: GRACE, displayName: 'Grace', principalType: 'User', groupUserAccessRight: 'Viewer' }],
      datasets: [
        {
          id: '8e1f2a3b-4c5d-4e6f-8a9b-0c1d2e3f4a5b',
          name: 'Sales',
          configuredBy: ADA,
          rowCounts: { Sales: 1250, Customers: 80 },
          refreshes: [],
        },
      ],
    },
    {
      id: '4b0c8d26-7e3f-4091-82b4-c5d6e7f8091a',
      name: 'Contoso Finance',
      users: [ada],
      datasets: [
        {
          id: '9f203b4c-5d6e-4f70-9bac-1d2e3f4a5b6c',
          name: 'Ledger',
          configuredBy: ADA,
          rowCounts: { Entries: 0 },
          refreshes: [{ startedHoursAgo: 24, minutes: 1, failure: 'ModelRefreshFailed_CredentialsNotSpecified' }],
        },
      ],
    },
    { id: '5c1d9e37-8f40-41a2-93c5-d6e7f8091a2b', name: 'Fabrikam Research', users: [], datasets: [] },
    tailwindTraders({ admin: ada, servicePrincipalObjectId: SMOKE_OBJECT_ID }),
  ],
  ...tailwindResources([ADA, SMOKE_OBJECT_ID]),
  managedIdentities: [
    {
      displayName: 'contoso-functions',
      clientId: 'b13082c4-62fa-4e7c-8513-8f4dae9021b5',
      servicePrincipalObjectId: 'c24193d5-730b-4f8d-9624-905ebfa132c6',
      applicationPermissions: [],
      isSystemAssigned: true,
      resourceId: `${RESOURCE_GROUP}/Microsoft.Web/sites/contoso-functions`,
    },
    {
      displayName: 'contoso-reader',
      clientId: 'd352a4e6-841c-4a9e-a735-a16fc0b243d7',
      servicePrincipalObjectId: 'e463b5f7-952d-4baf-b846-b270d1c354e8',
      applicationPermissions: [],
      isSystemAssigned: false,
      resourceId: `${RESOURCE_GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/contoso-reader`,
    },
  ],
  identityHeader: 'sandbox-only-identity-header',
  vaults: [
    {
      name: 'contoso-vault',
      readers: [SMOKE_OBJECT_ID, ADA_OBJECT_ID],
      secrets: [
        { name: 'powerbi-app', value: SMOKE_SECRET, version: '4387e9f3d6e14c459867679a90fd0f79', isEnabled: true },
        {
          name: 'powerbi-app-retired',
          value: 'sandbox-only/retired=5',
          version: '5498faa4e7f25d56a978780ab10e1080',
          isEnabled: false,
        },
      ],
    },
  ],
};
