import { setImmediate } from 'node:timers/promises';

/** Work on a huge body that is done in slices, so that a terminal stays responsive in between. */
export interface Task {
  readonly done: boolean;
  /** Share of the work that is done, from 0 to 1. */
  readonly progress: number;
  /** Works for about `budgetMs` milliseconds; returns whether the task is done. */
  step(budgetMs: number): boolean;
}

export interface RunTaskOptions {
  /** Longest time in milliseconds between two yields to the event loop. Default is 8. */
  sliceMs?: number;
  signal?: AbortSignal;
}

/**
 * Runs a task to its end and lets the event loop turn between slices.
 *
 * @throws the reason of `signal`, when it aborts first
 */
export async function runTask(task: Task, { sliceMs = 8, signal }: RunTaskOptions = {}): Promise<void> {
  signal?.throwIfAborted();
  while (!task.step(sliceMs)) {
    await setImmediate();
    signal?.throwIfAborted();
  }
}

/** Calls `advance` until it returns true or the time is up; returns whether it returned true. */
export function advanceFor(budgetMs: number, advance: () => boolean): boolean {
  const deadline = performance.now() + budgetMs;
  do {
    if (advance()) return true;
  } while (performance.now() < deadline);
  return false;
}
