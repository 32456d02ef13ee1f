import type { Command } from '../keys/commands.ts';

export const HISTORY_COMMANDS: readonly Command[] = [
  { id: 'history.open', title: 'History', keys: ['H'], run: ({ session }) => session.history.open() },
];
