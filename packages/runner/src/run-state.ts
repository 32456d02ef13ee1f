import { ThrottleBudget } from './execute/throttle-budget.ts';
import { withGrace } from './grace-period.ts';
import type { RunOptions } from './run-options.ts';

const DEFAULT_GRACE_MS = 10_000;

/** What all iterations of a run share. */
export class RunState {
  readonly budget: ThrottleBudget;
  /** Stops teardowns. */
  readonly graceSignal: AbortSignal | undefined;
  hasFailed = false;

  constructor(options: RunOptions) {
    this.budget = options.throttleBudget ?? new ThrottleBudget();
    this.graceSignal = withGrace(options.signal, options.teardownGraceMs ?? DEFAULT_GRACE_MS);
  }
}
