import { COMMANDS } from './commands.ts';
import { type Keymap, keyLabel, keysOf } from './keymap.ts';

/**
 * How a command is reached now, for a hint: its first key, or the way through the palette when somebody took all its
 * keys away.
 *
 * @param id the id of a command of the table
 */
export function keyHint(id: string, state: { readonly keymap: Keymap }): string {
  const command = COMMANDS.find((each) => each.id === id);
  const [key] = command === undefined ? [] : keysOf(command, state);
  if (key !== undefined) return keyLabel(key);
  return id === 'palette.open' ? 'the palette' : `${command?.title ?? id} in ${keyHint('palette.open', state)}`;
}
