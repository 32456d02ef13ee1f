import type { Operation } from '../operation.ts';

/** The one capacity of the tenant. */
const CAPACITY = {
  id: '6d2e0f48-9051-42b3-a4d6-e7f8091a2b3c',
  displayName: 'Sandbox',
  admins: ['ada@sandbox.onmicrosoft.com'],
  sku: 'F2',
  state: 'Active',
  capacityUserAccessRight: 'Assign',
  region: 'West Europe',
};

/** Capacities that workspaces can run on. */
export const capacityOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/capacities',
    scopes: ['Capacity.Read.All', 'Capacity.ReadWrite.All'],
    audience: 'members',
    handle: ({ context }) => context.json({ value: [CAPACITY] }),
  },
];
