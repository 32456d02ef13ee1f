import type { Command } from '../keys/command.ts';

export const HISTORY_COMMANDS: readonly Command[] = [
  { id: 'history.open', title: 'History', keys: ['H'], run: ({ session }) => session.history.open() },
];
