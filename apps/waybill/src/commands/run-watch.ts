import { setTimeout as sleep } from 'node:timers/promises';
import { WaybillError } from '@waybill/errors';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { FolderWatch, isCollectionFile } from '../platform/folder-watch.ts';
import { filesWrittenBy, foldersToWatch, type WatchedInputs } from './watched-files.ts';

/** The system tells of a file that a run wrote a moment after the run has ended. */
const SETTLE_MS = 150;

/** The screen is empty, and what was on it is above: a run must not take away what a person may want to scroll to. */
const CLEAR_SCREEN = '\u001b[2J\u001b[H';

/** Ctrl+C is a key like others in a terminal that is read key by key. */
const QUIT: ReadonlySet<string> = new Set(['q', 'Q', '\u0003']);

/**
 * `waybill run --watch`: runs, waits until a file changes, and runs again. What changes during a run is run after it.
 * It ends with q or Ctrl+C, and with the exit code of the last run.
 *
 * @param runOnce stops by itself on Ctrl+C
 */
export async function watchRuns(
  runOnce: () => Promise<number>,
  inputs: WatchedInputs & { readonly debug?: boolean },
  output: Output,
): Promise<number> {
  const state = { isRunning: false, isStale: false, isEnding: false };
  let wake = (): void => undefined;
  const written = filesWrittenBy(inputs);
  const isRelevant = (path: string) => {
    if (written.has(path)) return false;
    // Whoever stores snapshots in each run must not start another by it.
    if (inputs.update && /[\\/]__snapshots__(?:[\\/]|$)/.test(path)) return false;
    // A run may write snapshots and downloads, but nothing that a collection is made of.
    return isCollectionFile(path) || (!state.isRunning && /\.[a-z]+$/i.test(path) && !path.endsWith('.tmp'));
  };
  const onChange = () => {
    state.isStale = true;
    wake();
  };
  const end = () => {
    state.isEnding = true;
    wake();
  };
  const watch = new FolderWatch(onChange, isRelevant);
  process.on('SIGINT', end).on('SIGTERM', end);
  let exitCode: number = EXIT.passed;
  try {
    while (!state.isEnding) {
      watch.follow(await foldersToWatch(inputs));
      state.isStale = false;
      state.isRunning = true;
      if (output.interactive) output.write(CLEAR_SCREEN);
      exitCode = await runAndShow(runOnce, inputs.debug === true, output);
      await sleep(SETTLE_MS);
      state.isRunning = false;
      if (state.isStale || state.isEnding) continue;
      output.note(output.style('dim', '\nWaiting for a file to change; q or Ctrl+C ends.'));
      const stopReading = readKeys(end);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      stopReading();
    }
  } finally {
    watch.close();
    process.off('SIGINT', end).off('SIGTERM', end);
  }
  return exitCode;
}

/** A mistake that ends a run does not end the watch: it may be mended. */
async function runAndShow(runOnce: () => Promise<number>, debug: boolean, output: Output): Promise<number> {
  try {
    return await runOnce();
  } catch (error) {
    output.error(error, debug);
    return error instanceof WaybillError ? exitCodeOf(error) : EXIT.internal;
  }
}

/** Between runs a key needs no Enter; during one, the terminal belongs to whoever asks for a secret. */
function readKeys(end: () => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  const onKey = (key: Buffer) => {
    if (QUIT.has(key.toString())) end();
  };
  stdin.setRawMode(true).resume().on('data', onKey);
  return () => {
    stdin.off('data', onKey).pause().setRawMode(false);
  };
}
