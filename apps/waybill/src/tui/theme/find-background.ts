import type { TerminalInput } from '../input/terminal-input.ts';
import { type Background, backgroundOfColor, backgroundOfVariable, type ThemeSetting } from './background.ts';

/** Longer than any terminal near by takes to answer. */
const ANSWER_MS = 100;

/**
 * Finds out what colours have to be read on: as WAYBILL_THEME or the settings say, else as the terminal answers, else
 * from COLORFGBG. Nothing waits for the answer: the screen is drawn anew when it comes.
 *
 * @returns settles when the terminal has answered, or has had its time to
 */
export function findBackground(
  setting: ThemeSetting,
  env: NodeJS.ProcessEnv,
  input: TerminalInput,
  found: (background: Background | undefined) => void,
): Promise<void> {
  const chosen = /^(auto|dark|light)$/.test(env.WAYBILL_THEME ?? '') ? env.WAYBILL_THEME : setting;
  if (chosen === 'dark' || chosen === 'light') {
    found(chosen);
    return Promise.resolve();
  }
  const guessed = backgroundOfVariable(env.COLORFGBG);
  if (guessed !== undefined) found(guessed);
  if (env.NO_COLOR || env.TERM === 'dumb') return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, ANSWER_MS).unref();
    input.askBackground((color) => {
      found(backgroundOfColor(color) ?? guessed);
      resolve();
    });
  });
}
