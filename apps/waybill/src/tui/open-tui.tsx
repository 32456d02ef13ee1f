import { spawn } from 'node:child_process';
import type { SourceLocation } from '@waybill/errors';
import { type Instance, render } from 'ink';
import type { Output } from '../output.ts';
import { App } from './app.tsx';
import { waitUntilLeft } from './crash-guard.ts';
import { followFiles } from './files/follow-files.ts';
import { TerminalInput } from './input/terminal-input.ts';
import { ReaderApp } from './reader/reader-app.tsx';
import { Session } from './session.ts';
import { loadSettings } from './settings/load-settings.ts';
import { findBackground } from './theme/find-background.ts';
import { chooseTheme } from './theme/theme.ts';

export interface OpenTuiOptions {
  readonly collection: string;
  readonly environment: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly sandboxUrl?: string | undefined;
  /** Whether the screen is read aloud; the settings and INK_SCREEN_READER may say so, too. */
  readonly screenReader?: boolean | undefined;
}

/** Opens the terminal UI and returns when it is left; the terminal is as before then. */
export async function openTui(
  options: OpenTuiOptions,
  output: Output,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const writeToTerminal = (text: string) => process.stdout.write(text);
  const { keymap, mouse, theme, screenReader } = await loadSettings(env);
  const isReader = options.screenReader || screenReader || env.INK_SCREEN_READER === 'true';
  const session = new Session({ ...options, redactor: output.redactor, env, writeToTerminal });
  session.store.update({ keymap, isReader, hasMouse: mouse && !isReader });
  const input = new TerminalInput(process.stdin, writeToTerminal);
  let instance: Instance | undefined;
  let answered: Promise<void> = Promise.resolve();
  const quit = () => {
    session.cancel();
    // An answer that comes later would be typed into the shell.
    void answered.then(() => instance?.unmount());
  };
  const shared = {
    session,
    input,
    redactor: output.redactor,
    quit,
    runEditor: (location: SourceLocation) => runEditor(location, env),
  };
  const app = isReader ? (
    <ReaderApp {...shared} />
  ) : (
    <App {...shared} themeFor={(background) => chooseTheme(env, background)} />
  );
  instance = render(app, {
    stdin: input as unknown as NodeJS.ReadStream,
    alternateScreen: !isReader,
    incrementalRendering: !isReader,
    // Ink's 30 would keep whoever holds a key down waiting for 33 ms, which is more than all else takes.
    maxFps: 60,
    isScreenReaderEnabled: isReader,
    exitOnCtrlC: false,
    patchConsole: false,
    // Ink would take any terminal for none when CI is set.
    interactive: true,
  });
  if (!isReader) {
    answered = findBackground(theme, env, input, (background) => session.store.update({ background }));
  }
  void session.load();
  const stopFollowing = followFiles(session, options.collection);
  try {
    await waitUntilLeft(instance);
  } finally {
    session.cancel();
    stopFollowing();
  }
}

/** Opens a file at a line in the user's editor; most editors take `+line`. */
function runEditor({ file, line }: SourceLocation, env: NodeJS.ProcessEnv): Promise<void> {
  const [program = 'vi', ...args] = (env.VISUAL || env.EDITOR || 'vi').split(/\s+/);
  return new Promise((resolve) => {
    const child = spawn(program, [...args, `+${line}`, file], { stdio: 'inherit' });
    child.on('error', () => resolve()).on('close', () => resolve());
  });
}
