import type { Background } from './background.ts';

/** Colours by what they mean; `undefined` is the terminal's own. */
export interface Theme {
  readonly accent: string | undefined;
  readonly good: string | undefined;
  readonly bad: string | undefined;
  readonly warning: string | undefined;
  readonly key: string | undefined;
  readonly text: string | undefined;
}

export const PLAIN: Theme = {
  accent: undefined,
  good: undefined,
  bad: undefined,
  warning: undefined,
  key: undefined,
  text: undefined,
};

/**
 * Names of the 16 ANSI colours, for a background nobody knows: what they look like is up to the user's palette, which is
 * made for that background.
 */
const NAMED: Theme = { accent: 'cyan', good: 'green', bad: 'red', warning: 'yellow', key: 'blue', text: 'magenta' };

/**
 * For known backgrounds: colours of the 256 that xterm has, by number. Of `#005f87` the library below would make another of
 * them, `#0087af`, which cannot be read.
 */
export const DARK: Theme = {
  accent: 'ansi256(81)',
  good: 'ansi256(114)',
  bad: 'ansi256(210)',
  warning: 'ansi256(221)',
  key: 'ansi256(111)',
  text: 'ansi256(219)',
};
export const LIGHT: Theme = {
  accent: 'ansi256(24)',
  good: 'ansi256(22)',
  bad: 'ansi256(124)',
  warning: 'ansi256(94)',
  key: 'ansi256(19)',
  text: 'ansi256(90)',
};

/** Ink does not look at NO_COLOR, so a theme without colours does (https://no-color.org). */
export function chooseTheme(env: NodeJS.ProcessEnv, background: Background | undefined): Theme {
  if (env.NO_COLOR || env.TERM === 'dumb') return PLAIN;
  if (background === undefined || !has256Colors(env)) return NAMED;
  return background === 'light' ? LIGHT : DARK;
}

function has256Colors({ TERM = '', COLORTERM = '' }: NodeJS.ProcessEnv): boolean {
  return /-256(color)?$/.test(TERM) || /^(truecolor|24bit)$/.test(COLORTERM);
}
