/** What an app or a managed identity is in the tenant. */
export interface ServicePrincipal {
  readonly displayName: string;
  readonly clientId: string;
  /** Object id of the enterprise application: what a workspace knows the app by. */
  readonly servicePrincipalObjectId: string;
  /** Power BI application permissions that were consented; Power BI wants none. */
  readonly applicationPermissions: readonly string[];
}

/** Whose tokens an app may sign in with instead of a secret. */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** An app registration and its enterprise application. */
export interface SandboxApp extends ServicePrincipal {
  readonly secrets: readonly string[];
  /** "Allow public client flows": the app may sign users in without a secret. */
  readonly isPublicClient: boolean;
  /** Power BI scopes that were consented for users. */
  readonly delegatedScopes: readonly string[];
  /** Scopes of its own under `api://{clientId}`, for an app that is a web API. */
  readonly exposedScopes: readonly string[];
  readonly federatedCredentials: readonly FederatedCredential[];
}

/** An identity that Azure gives to what runs there; a system-assigned one is nobody else's. */
export interface ManagedIdentity extends ServicePrincipal {
  readonly isSystemAssigned: boolean;
  readonly resourceId: string;
}

export interface VaultSecret {
  readonly name: string;
  readonly value: string;
  readonly version: string;
  readonly isEnabled: boolean;
}

/** A key vault. */
export interface SandboxVault {
  readonly name: string;
  /** Object ids of those who may read its secrets. */
  readonly readers: readonly string[];
  readonly secrets: readonly VaultSecret[];
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
  /** How many rows each table has. */
  readonly rowCounts: Readonly<Record<string, number>>;
  /** Results of measures by their names. */
  readonly measures?: Readonly<Record<string, number>>;
  /** Row-level security: how many rows of each table a user sees. Who is not in here has no role. */
  readonly rowCountsOf?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Refreshes before the sandbox was started, newest first. */
  readonly refreshes: readonly PastRefresh[];
  readonly datasources?: readonly DatasetDatasource[];
}

interface PastRefresh {
  readonly startedHoursAgo: number;
  readonly minutes: number;
  /** Error code, if it failed. */
  readonly failure?: string;
}

/** Where a dataset has its data from. */
export interface DatasetDatasource {
  readonly datasourceType: string;
  readonly connectionDetails: Readonly<Record<string, string>>;
  readonly datasourceId: string;
  readonly gatewayId: string;
}

export interface SandboxReport {
  readonly id: string;
  readonly name: string;
  readonly datasetId: string;
  /** Display names, in their order. */
  readonly pages: readonly string[];
}

export interface SandboxWorkspace {
  readonly id: string;
  readonly name: string;
  readonly users: readonly WorkspaceUser[];
  readonly datasets: readonly SandboxDataset[];
  readonly reports?: readonly SandboxReport[];
  /** Left out for a workspace on shared capacity. */
  readonly capacityId?: string;
}

export interface SandboxCapacity {
  readonly id: string;
  readonly displayName: string;
  readonly sku: string;
  readonly region: string;
  readonly admins: readonly string[];
}

/** An on-premises data gateway. */
export interface SandboxGateway {
  readonly id: string;
  readonly name: string;
  /** Who may see it: sign-in names of users, object ids of apps. */
  readonly admins: readonly string[];
  readonly datasources: readonly GatewayDatasource[];
}

export interface GatewayDatasource {
  readonly id: string;
  readonly datasourceName: string;
  readonly datasourceType: string;
  readonly connectionDetails: Readonly<Record<string, string>>;
  readonly credentialType: string;
}

/** A deployment pipeline. */
export interface SandboxPipeline {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  /** Who may deploy: sign-in names of users, object ids of apps. */
  readonly users: readonly string[];
}

export interface SandboxSeed {
  readonly tenantId: string;
  readonly domain: string;
  readonly apps: readonly SandboxApp[];
  readonly users: readonly SandboxUser[];
  readonly workspaces: readonly SandboxWorkspace[];
  readonly capacities: readonly SandboxCapacity[];
  readonly gateways: readonly SandboxGateway[];
  readonly pipelines: readonly SandboxPipeline[];
  readonly managedIdentities: readonly ManagedIdentity[];
  /** What App Service puts into IDENTITY_HEADER. */
  readonly identityHeader: string;
  readonly vaults: readonly SandboxVault[];
}
