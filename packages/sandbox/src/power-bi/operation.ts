import type { Context } from 'hono';
import type { Faults } from '../admin/faults.ts';
import type { Caller } from './caller.ts';
import type { PowerBiState } from './power-bi-state.ts';
import { notAuthorized, notForApplications } from './refusal.ts';

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
export function authorize(operation: Operation, caller: Caller, faults: Faults, path: string): void {
  if (caller.kind === 'app') authorizeApp(operation, caller, faults, path);
  else authorizeUser(operation, caller);
}

function authorizeApp({ audience }: Operation, caller: Caller, faults: Faults, path: string): void {
  if (faults.hit('service-principals-blocked', path)) throw notAuthorized();
  if (audience === 'my-workspace') throw notForApplications();
  if (audience !== 'admin') return;
  // An app with application permissions for Power BI is refused on admin APIs, though it looks better equipped.
  if (caller.roles.length > 0 || faults.hit('service-principals-blocked-on-admin-apis', path)) throw notAuthorized();
}

function authorizeUser({ audience, scopes }: Operation, caller: Caller): void {
  // Microsoft's own clients, such as the Azure CLI, act with all the rights of their user.
  const accepted = [...scopes, 'user_impersonation'];
  if (!accepted.some((scope) => caller.scopes.includes(scope))) throw notAuthorized(403);
  if (audience === 'admin' && !caller.isFabricAdmin) throw notAuthorized();
}
