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

/** For known backgrounds: colours of the 256 that xterm has, so that no terminal has to round them. */
export const DARK: Theme = {
  accent: '#5fd7ff',
  good: '#87d787',
  bad: '#ff8787',
  warning: '#ffd75f',
  key: '#87afff',
  text: '#ffafff',
};
export const LIGHT: Theme = {
  accent: '#005f87',
  good: '#005f00',
  bad: '#af0000',
  warning: '#875f00',
  key: '#0000af',
  text: '#870087',
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
