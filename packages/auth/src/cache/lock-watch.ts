import type { LockSighting } from './lock-holder.ts';

/** The most that one look can add: a pause between two looks is never longer, unless this process stood still. */
const LONGEST_COUNTED_MS = 100;

/**
 * Measures how long a lock has shown no life. The times in the file are no help, as clocks of hosts differ and get set;
 * and time in which this process was suspended does not count, as the holder was perhaps suspended with it.
 */
export class LockWatch {
  #mark: string | undefined;
  #lookedAt = 0;
  #silentMs = 0;

  /** Takes note of a look at the lock, and returns for how long it has been the same. */
  silentMsAfter({ mark }: LockSighting): number {
    const now = performance.now();
    const passedMs = Math.min(now - this.#lookedAt, LONGEST_COUNTED_MS);
    this.#silentMs = mark === this.#mark ? this.#silentMs + passedMs : 0;
    this.#mark = mark;
    this.#lookedAt = now;
    return this.#silentMs;
  }
}
