import type { Command } from './command.ts';

/** Keys that somebody chose, by the id of the command. */
export type Keymap = ReadonlyMap<string, readonly string[]>;

/** The keys of a command: the chosen ones, or else those it comes with. */
export function keysOf(command: Command, { keymap }: { readonly keymap: Keymap }): readonly string[] {
  return keymap.get(command.id) ?? command.keys;
}

/** A key as people write it. */
export function keyLabel(key: string): string {
  return key === ' ' ? 'space' : key;
}

const NAMED: ReadonlySet<string> = new Set([
  ...['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end'],
  ...['enter', 'tab', 'shift+tab', 'backspace'],
]);
/** Ctrl with one of these is another key to a terminal, and Ctrl+C always leaves. */
const CTRL = /^ctrl\+[abdefgklnopqrstuvwxyz]$/;

/** The key that is written so; `undefined` when no terminal can send it, or it always means the same. */
export function parseKey(written: string): string | undefined {
  if (written === 'space') return ' ';
  if (NAMED.has(written) || CTRL.test(written)) return written;
  const isOne = [...new Intl.Segmenter().segment(written)].length === 1;
  return isOne && !/\p{Cc}/u.test(written) ? written : undefined;
}

/** Two commands that one key would mean in the same pane, if there are any. */
export function findClash(
  commands: readonly Command[],
  keymap: Keymap,
): { readonly key: string; readonly ids: readonly [string, string] } | undefined {
  for (const [index, command] of commands.entries()) {
    for (const other of commands.slice(index + 1)) {
      const key = keysOf(command, { keymap }).find((each) => keysOf(other, { keymap }).includes(each));
      if (key !== undefined && meet(command, other)) return { key, ids: [command.id, other.id] };
    }
  }
  return undefined;
}

function meet({ panes }: Command, other: Command): boolean {
  return panes === undefined || other.panes === undefined || panes.some((pane) => other.panes?.includes(pane));
}
