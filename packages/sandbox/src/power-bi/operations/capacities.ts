import { queryRows } from '../odata.ts';
import type { Operation, OperationCall } from '../operation.ts';
import { invalidRequest } from '../refusal.ts';

const READ = ['Capacity.Read.All', 'Capacity.ReadWrite.All'];
const TENANT_READ = ['Tenant.Read.All', 'Tenant.ReadWrite.All'];
const MOST_REFRESHABLES = 1000;

/** Capacities that workspaces can run on, and how the datasets on them refresh. */
export const capacityOperations: readonly Operation[] = [
  { method: 'get', path: '/capacities', scopes: READ, audience: 'members', handle: listCapacities },
  { method: 'get', path: '/admin/capacities', scopes: TENANT_READ, audience: 'admin', handle: listCapacities },
  { method: 'get', path: '/capacities/refreshables', scopes: READ, audience: 'members', handle: listRefreshables },
  {
    method: 'get',
    path: '/admin/capacities/refreshables',
    scopes: TENANT_READ,
    audience: 'admin',
    handle: listRefreshables,
  },
];

function listCapacities({ context, state }: OperationCall): Response {
  const condition = state.faults.isOn('capacity-not-active') ? 'Suspended' : 'Active';
  const value = state.capacities.map((capacity) => ({
    ...capacity,
    state: condition,
    capacityUserAccessRight: 'Assign',
  }));
  return context.json({ value });
}

function listRefreshables({ context, state }: OperationCall): Response {
  const [top, skip, filter] = [context.req.query('$top'), context.req.query('$skip'), context.req.query('$filter')];
  if (top === undefined) throw invalidRequest('The query parameter $top is required.', 'BadRequest');
  const onCapacity = state.workspaces.all.filter(({ capacityId }) => capacityId !== undefined);
  const rows = onCapacity.flatMap(({ datasets }) => datasets.map((dataset) => dataset.refreshSummary()));
  return context.json({ value: queryRows(rows, { top, skip, filter }, MOST_REFRESHABLES) });
}
