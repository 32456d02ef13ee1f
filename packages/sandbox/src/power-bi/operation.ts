import type { Context } from 'hono';
import type { Directory } from '../entra/directory.ts';
import type { Caller } from './caller.ts';
import { notAuthorized, notForApplications } from './refusal.ts';
import type { Workspaces } from './workspaces.ts';

/** What a Fabric administrator decides for the tenant. */
export interface TenantSettings {
  servicePrincipalsMayCallApis: boolean;
  servicePrincipalsMayReadAdminApis: boolean;
}

/** What operations work on. */
export interface PowerBiState {
  readonly workspaces: Workspaces;
  readonly directory: Directory;
  readonly settings: TenantSettings;
}

export interface OperationCall {
  readonly context: Context;
  readonly caller: Caller;
  readonly state: PowerBiState;
  /** A part of the path, e.g. `groupId`. */
  param(name: string): string;
}

/** One operation of the REST API: where it is, what it needs, what it does. */
export interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  /** Below `/v1.0/myorg`. */
  readonly path: string;
  /** Delegated scopes, any of which will do. */
  readonly scopes: readonly string[];
  /** `admin` is for Fabric administrators and apps the tenant lets in; `my-workspace` is for users only. */
  readonly audience: 'members' | 'admin' | 'my-workspace';
  handle(call: OperationCall): Response | Promise<Response>;
}

/** Checks what can be said before the item is looked at: tenant settings, admin rights, scopes. */
export function authorize(operation: Operation, caller: Caller, settings: TenantSettings): void {
  if (caller.kind === 'app') authorizeApp(operation, caller, settings);
  else authorizeUser(operation, caller);
}

function authorizeApp({ audience }: Operation, caller: Caller, settings: TenantSettings): void {
  if (!settings.servicePrincipalsMayCallApis) throw notAuthorized();
  if (audience === 'my-workspace') throw notForApplications();
  // An app with application permissions for Power BI is refused on admin APIs, though it looks better equipped.
  if (audience === 'admin' && (!settings.servicePrincipalsMayReadAdminApis || caller.roles.length > 0))
    throw notAuthorized();
}

function authorizeUser({ audience, scopes }: Operation, caller: Caller): void {
  // Microsoft's own clients, such as the Azure CLI, act with all the rights of their user.
  const accepted = [...scopes, 'user_impersonation'];
  if (!accepted.some((scope) => caller.scopes.includes(scope))) throw notAuthorized(403);
  if (audience === 'admin' && !caller.isFabricAdmin) throw notAuthorized();
}
