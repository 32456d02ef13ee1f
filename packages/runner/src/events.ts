import type { RequestDefinition } from '@waybill/collection';
import type { LocatedError } from '@waybill/errors';
import type { RateWait } from './execute/rate-limiter.ts';
import type { Shard } from './plan/shard.ts';
import type { FailureCause, RequestResult, RetriedTry } from './result.ts';

/** How a run ended. */
export interface RunSummary {
  /** Flaky ones included. */
  readonly passed: number;
  /** Passed, but not at the first try. */
  readonly flaky: number;
  readonly failed: number;
  readonly skipped: number;
  /** Unmet expectations of `warn`, of passed and failed requests together. */
  readonly warnings: number;
  readonly durationMs: number;
  /** Why the run as a whole did not pass: it was cancelled, files are wrong, or the first failure in file order. */
  readonly cause?: FailureCause | undefined;
}

/** What a run tells whoever watches it. Results come in file order, whatever ran first. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly title: string;
      readonly total: number;
      readonly startedOn: Date;
      readonly shard?: Shard | undefined;
      /** Mistakes in files; their requests are not part of the run. */
      readonly problems: readonly LocatedError[];
    }
  | { readonly type: 'request-started'; readonly request: RequestDefinition }
  | {
      readonly type: 'poll';
      readonly request: RequestDefinition;
      readonly attempt: number;
      readonly elapsedMs: number;
      /** What the operation says of itself, e.g. `InProgress`. */
      readonly state: string;
      /** Until it is asked again. */
      readonly waitMs: number;
    }
  | {
      readonly type: 'page';
      readonly request: RequestDefinition;
      /** How many pages of a list are there, this one included. */
      readonly page: number;
      /** How many items they hold together. */
      readonly items: number;
    }
  | {
      readonly type: 'retry';
      readonly request: RequestDefinition;
      /** The try that did not do. */
      readonly retried: RetriedTry;
    }
  | {
      readonly type: 'wait';
      readonly request: RequestDefinition;
      /** For a rate limit of the environment. */
      readonly wait: RateWait;
    }
  | { readonly type: 'request-finished'; readonly result: RequestResult }
  | { readonly type: 'run-finished'; readonly summary: RunSummary };
