import { keyHint } from '../keys/key-hint.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, Lines, plain } from './lines.tsx';

export interface HeaderProps {
  readonly state: State;
  readonly theme: Theme;
}

/** What is open and what just happened, or an error until it is dismissed. */
export function Header({ state, theme }: HeaderProps) {
  return <Lines lines={[headerLine(state, theme)]} first={0} height={1} />;
}

function headerLine(state: State, theme: Theme): Line {
  const [notice] = state.notices;
  if (notice !== undefined) {
    const place = notice.place === undefined ? '' : `${notice.place}: `;
    const dismiss = `${keyHint('notice.dismiss', state)} dismisses`;
    return plain(`${place}${notice.message} [${notice.code}] ${notice.hint ?? ''}  ${dismiss}`, { color: theme.bad });
  }
  return [
    { text: state.title, bold: true },
    { text: `  ${state.environment ?? 'no environment'}`, color: theme.accent },
    { text: state.isProtected ? ' protected' : '', color: theme.warning, bold: true },
    { text: `  ${state.message}` },
  ];
}
