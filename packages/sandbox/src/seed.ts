/** An app registration and its enterprise application. */
export interface SandboxApp {
  readonly displayName: string;
  readonly clientId: string;
  /** Object id of the enterprise application: what a workspace knows the app by. */
  readonly servicePrincipalObjectId: string;
  readonly secrets: readonly string[];
  /** "Allow public client flows": the app may sign users in without a secret. */
  readonly isPublicClient: boolean;
  /** Power BI scopes that were consented for users. */
  readonly delegatedScopes: readonly string[];
  /** Power BI application permissions that were consented; Power BI wants none. */
  readonly applicationPermissions: readonly string[];
}

export interface SandboxUser {
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly objectId: string;
  readonly password: string;
  readonly isFabricAdmin: boolean;
  readonly requiresMfa: boolean;
}

export type AccessRight = 'Admin' | 'Member' | 'Contributor' | 'Viewer';
export type PrincipalType = 'User' | 'App' | 'Group';

/** Somebody's place in a workspace. */
export interface WorkspaceUser {
  /** Sign-in name of a user, object id of an app. */
  readonly identifier: string;
  readonly displayName: string;
  readonly principalType: PrincipalType;
  readonly groupUserAccessRight: AccessRight;
}

export interface SandboxDataset {
  readonly id: string;
  readonly name: string;
  readonly configuredBy: string;
  /** Error codes of refreshes that failed before the sandbox was started, newest first. */
  readonly failedRefreshes: readonly string[];
}

export interface SandboxWorkspace {
  readonly id: string;
  readonly name: string;
  readonly users: readonly WorkspaceUser[];
  readonly datasets: readonly SandboxDataset[];
}

export interface SandboxSeed {
  readonly tenantId: string;
  readonly domain: string;
  readonly apps: readonly SandboxApp[];
  readonly users: readonly SandboxUser[];
  readonly workspaces: readonly SandboxWorkspace[];
}

const ADA = 'ada@sandbox.onmicrosoft.com';
const GRACE = 'grace@sandbox.onmicrosoft.com';
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
      servicePrincipalObjectId: '9d3e7c10-8b24-4f6a-a1c5-7e9f0b2d4c68',
      secrets: ['sandbox-only/client+secret=1&2'],
      isPublicClient: false,
      delegatedScopes: [],
      applicationPermissions: [],
    },
    {
      displayName: 'Waybill explorer',
      clientId: '5c8e2b90-1f37-4a6d-b0e4-3d9a7c615f28',
      servicePrincipalObjectId: '6e1f0a2b-4d59-4c83-9b7e-2a1c3d5f7e90',
      secrets: [],
      isPublicClient: true,
      delegatedScopes: ['Dataset.ReadWrite.All', 'Report.Read.All', 'Tenant.Read.All', 'Workspace.ReadWrite.All'],
      applicationPermissions: [],
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
    },
  ],
  users: [
    {
      userPrincipalName: ADA,
      displayName: 'Ada',
      objectId: 'c1d2e3f4-0a1b-4c2d-8e3f-405162738495',
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
      datasets: [{ id: '8e1f2a3b-4c5d-4e6f-8a9b-0c1d2e3f4a5b', name: 'Sales', configuredBy: ADA, failedRefreshes: [] }],
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
          failedRefreshes: ['ModelRefreshFailed_CredentialsNotSpecified'],
        },
      ],
    },
    { id: '5c1d9e37-8f40-41a2-93c5-d6e7f8091a2b', name: 'Fabrikam Research', users: [], datasets: [] },
  ],
};
