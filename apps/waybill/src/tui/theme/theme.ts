/** Colours by what they mean. Names of the 16 ANSI colours follow the user's palette, light or dark. */
export interface Theme {
  readonly accent: string | undefined;
  readonly good: string | undefined;
  readonly bad: string | undefined;
  readonly warning: string | undefined;
  readonly key: string | undefined;
  readonly text: string | undefined;
}

const COLOURED: Theme = { accent: 'cyan', good: 'green', bad: 'red', warning: 'yellow', key: 'blue', text: 'magenta' };

const PLAIN: Theme = {
  accent: undefined,
  good: undefined,
  bad: undefined,
  warning: undefined,
  key: undefined,
  text: undefined,
};

/** Ink does not look at NO_COLOR, so a theme without colours does (https://no-color.org). */
export function chooseTheme(env: NodeJS.ProcessEnv): Theme {
  return env.NO_COLOR || env.TERM === 'dumb' ? PLAIN : COLOURED;
}
