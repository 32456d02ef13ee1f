import { COMMANDS } from '../keys/commands.ts';
import { keyLabel, keysOf } from '../keys/keymap.ts';
import { fullViewFooter } from '../panes/full-view.ts';
import { requestFooter } from '../request/request-layers.ts';
import { bodyPromptLine } from '../response/body-prompt-line.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, Lines, plain } from './lines.tsx';

export interface FooterProps {
  readonly state: State;
  readonly theme: Theme;
}

/** What can be done now. */
export function Footer({ state, theme }: FooterProps) {
  return <Lines lines={[footerLine(state, theme)]} first={0} height={1} />;
}

function footerLine(state: State, theme: Theme): Line {
  const ofFullView = fullViewFooter(state);
  if (ofFullView !== undefined) return plain(ofFullView);
  switch (state.layer?.kind) {
    case 'filter':
      return plain(`/${state.filter}▏  Enter keeps, Esc clears`);
    case 'request-edit':
    case 'request-remove':
    case 'new-body':
      return plain(requestFooter(state.layer));
    case 'body-prompt':
      return bodyPromptLine(state.layer, theme);
    case 'jump':
      return plain(`Jump to: ${state.layer.typed}▏  the letters go there, Esc stays`);
    default:
      return keysLine(state, theme);
  }
}

const ALWAYS_SHOWN: ReadonlySet<string> = new Set(['help.open', 'app.quit']);

function keysLine(state: State, theme: Theme): Line {
  // What always helps comes first: a narrow screen cuts the rest.
  const [always, other] = [
    COMMANDS.filter(({ id }) => ALWAYS_SHOWN.has(id)),
    COMMANDS.filter(({ inFooter, panes }) => inFooter && (panes === undefined || panes.includes(state.focus))),
  ];
  return [...always, ...other].flatMap((command) => [
    { text: keysOf(command, state).slice(0, 1).map(keyLabel).join(), color: theme.accent, bold: true },
    { text: ` ${command.title}  ` },
  ]);
}
