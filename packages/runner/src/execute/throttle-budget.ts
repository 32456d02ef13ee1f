/** How long a run waits for a service that throttles, all its requests together. */
const DEFAULT_MAX_WAIT_MS = 120_000;

/** Time on the clock that a run may wait; requests that wait side by side use it up once. */
export class ThrottleBudget {
  #leftMs: number;
  /** End of the latest wait. */
  #until = 0;

  constructor(maxWaitMs: number = DEFAULT_MAX_WAIT_MS) {
    this.#leftMs = maxWaitMs;
  }

  /** Whether there is time for this wait from now on, which then is taken from the budget. */
  take(waitMs: number, now: number): boolean {
    const extraMs = Math.max(0, now + waitMs - Math.max(now, this.#until));
    if (extraMs > this.#leftMs) return false;
    this.#leftMs -= extraMs;
    this.#until = Math.max(this.#until, now + waitMs);
    return true;
  }
}
