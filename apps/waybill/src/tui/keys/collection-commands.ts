import type { Command } from './command.ts';
import { needsEnvironments } from './reasons.ts';

/** What concerns the files: which requests are shown, and with which environment. */
export const COLLECTION_COMMANDS: readonly Command[] = [
  {
    id: 'collection.filter',
    title: 'Filter requests',
    keys: ['/'],
    panes: ['collection', 'request', 'token'],
    inFooter: true,
    disabled: ({ requests }) => (requests.length === 0 ? 'There is no request.' : undefined),
    run: ({ session }) => session.store.update({ layer: { kind: 'filter' }, focus: 'collection' }),
  },
  { id: 'collection.reload', title: 'Reload files', keys: ['ctrl+r'], run: ({ session }) => session.load() },
  {
    id: 'environment.choose',
    title: 'Environment',
    keys: ['E'],
    inFooter: true,
    disabled: needsEnvironments,
    run: ({ session }) =>
      session.store.update(({ environments, environment }) => ({
        layer: { kind: 'environments', index: Math.max(0, environments.indexOf(environment ?? '')) },
      })),
  },
];
