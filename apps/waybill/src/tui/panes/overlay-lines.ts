import { choiceLines } from '../compare/compare-lines.ts';
import { historyLines } from '../history/history-lines.ts';
import type { Command } from '../keys/command.ts';
import { COMMANDS } from '../keys/commands.ts';
import { keyLabel, keysOf } from '../keys/keymap.ts';
import { paletteCommands } from '../keys/palette-commands.ts';
import { saveLines } from '../response/save-lines.ts';
import { promptLines, signInLines } from '../sign-in/sign-in-lines.ts';
import type { Layer, State } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';

/** What an overlay shows, and which line must be visible; `undefined` for layers that show in a pane. */
export function overlayLines(
  layer: Layer,
  state: State,
  theme: Theme,
  columns: number,
): { readonly lines: readonly Line[]; readonly focus: number } | undefined {
  switch (layer.kind) {
    case 'help':
      return {
        lines: [
          [{ text: 'Keys', bold: true }, { text: '  ↑ ↓ move, any other key closes' }],
          ...COMMANDS.map((command) => commandLine(command, state, theme)).slice(layer.first),
        ],
        focus: 0,
      };
    case 'palette': {
      const found = paletteCommands(layer.query);
      const rows = found.map((command, index): Line => {
        const reason = command.disabled?.(state);
        const look = { inverse: index === layer.index };
        return [
          { text: index === layer.index ? '› ' : '  ', ...look },
          { text: command.title, ...look },
          {
            text: reason === undefined ? `  ${keysOf(command, state).slice(0, 1).map(keyLabel).join()}` : `  ${reason}`,
            color: theme.warning,
          },
        ];
      });
      return { lines: [plain(`: ${layer.query}▏`, { bold: true }), ...rows], focus: layer.index + 1 };
    }
    case 'environments': {
      const rows = state.environments.map(
        (name, index): Line => [
          { text: index === layer.index ? '› ' : '  ' },
          { text: name, inverse: index === layer.index },
          { text: name === state.environment ? '  (now)' : '' },
        ],
      );
      return { lines: [plain('Environment', { bold: true }), ...rows], focus: layer.index + 1 };
    }
    case 'sign-in':
      return { lines: signInLines(layer, theme, columns, Date.now()), focus: 0 };
    case 'history':
      return historyLines(layer, theme, columns);
    case 'compare-choice':
      return choiceLines(layer, theme);
    case 'prompt':
      return { lines: promptLines(layer, columns), focus: 0 };
    case 'jump':
      return layer.over && overlayLines(layer.over, state, theme, columns);
    case 'save':
      return { lines: saveLines(layer, theme), focus: 0 };
    case 'confirm':
      return {
        lines: [plain(layer.text, { bold: true, color: theme.warning }), [], plain('y sends, any other key does not')],
        focus: 0,
      };
    default:
      return undefined;
  }
}

/** A command with its keys, and why it cannot be done now. */
function commandLine(command: Command, state: State, theme: Theme): Line {
  const reason = command.disabled?.(state);
  return [
    { text: keysOf(command, state).map(keyLabel).join(' ').padEnd(18), color: theme.accent },
    { text: command.title, dim: reason !== undefined },
    { text: reason === undefined ? '' : `  ${reason}`, color: theme.warning },
  ];
}
