import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { keyLabel } from './keymap.ts';

/** The page of the manual that lists all keys, as Markdown. */
export function keysPage(): string {
  const rows = COMMANDS.map((command) => [
    keyCell(command),
    command.title,
    (command.panes ?? []).join(', '),
    `\`${command.id}\``,
  ]);
  return `# Keys of the terminal UI

Written from the table of commands by \`pnpm --filter waybill run docs\`; do not edit.

${table([['keys', 'does', 'in the pane', 'command'], ...rows])}

\`escape\` backs out of what is under way or on top, and \`ctrl+c\` always leaves. The command palette runs any command,
also one without a key.

## Your own keys

Write them into \`config.yaml\` in the folder where Waybill keeps its state (\`~/.local/state/waybill\` on Linux,
\`~/Library/Application Support/Waybill\` on macOS, \`%LOCALAPPDATA%\\Waybill\` on Windows, or \`WAYBILL_HOME\`), or into the
file that \`WAYBILL_CONFIG\` names. What is listed takes the place of all keys of a command:

\`\`\`yaml
keys:
  request.send: [s, ctrl+s]
  pane.zoom: [f, F]
  help.open: "?"
  collection.run: []
\`\`\`

A key is one character, \`ctrl+\` and a letter, or one of up, down, left, right, pageup, pagedown, home, end, enter, tab,
shift+tab, backspace, space.
`;
}

function keyCell({ keys }: Command): string {
  return keys.map((key) => `\`${keyLabel(key).replace('|', '\\|')}\``).join(' ');
}

/** A table whose columns line up, the first row being its head. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  return [lines[0], `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...lines.slice(1)].join('\n');
}
