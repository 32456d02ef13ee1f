import type { Operation } from '../operation.ts';

/** On-premises gateways; the tenant has none. */
export const gatewayOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/gateways',
    scopes: ['Dataset.Read.All', 'Dataset.ReadWrite.All'],
    audience: 'members',
    handle: ({ context }) => context.json({ value: [] }),
  },
];
