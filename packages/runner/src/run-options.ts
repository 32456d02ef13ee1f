import type { LocatedError } from '@waybill/errors';
import type { CapturedVariables } from './execute/captured-variables.ts';
import type { ThrottleBudget } from './execute/throttle-budget.ts';
import type { Iterations } from './iteration.ts';
import type { Shard } from './plan/shard.ts';

/** How a plan is run. */
export interface RunOptions {
  readonly title: string;
  /** Which part of several this is, for the reports. */
  readonly shard?: Shard | undefined;
  /** Mistakes in files whose requests are left out: such a run does not pass. */
  readonly problems?: readonly LocatedError[] | undefined;
  /** How many requests may be under way at once. Default 16. */
  readonly concurrency?: number | undefined;
  /** Goes through the plan once for each, from a clean slate. Default once. */
  readonly iterations?: Iterations | undefined;
  /** How long to wait for a service that throttles; runs may share it. Default 2 minutes. */
  readonly throttleBudget?: ThrottleBudget | undefined;
  /** Skips the rest after the first failure, but for teardowns. */
  readonly bail?: boolean | undefined;
  /** What earlier runs captured, and where this one adds to it. By default a run starts with nothing. */
  readonly captured?: CapturedVariables | undefined;
  /** Stops the run: what is under way is aborted, the rest skipped. */
  readonly signal?: AbortSignal | undefined;
  /** How long teardowns may take after the run was stopped. Default 10,000 ms. */
  readonly teardownGraceMs?: number | undefined;
}
