import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';

/** Commands whose title holds what was typed. */
export function paletteCommands(query: string): readonly Command[] {
  const wanted = query.toLowerCase();
  return COMMANDS.filter(({ id, title }) => `${title} ${id}`.toLowerCase().includes(wanted));
}
