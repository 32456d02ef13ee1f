import type { HttpResponse } from '@waybill/rest';
import type { Mismatch, Polls, RetriedTry } from '../result.ts';
import type { RunnerServices } from '../services.ts';
import type { CapturedVariables } from './captured-variables.ts';
import type { PageProgress } from './fetch-pages.ts';
import type { PollProgress } from './poll-operation.ts';
import type { RateWait } from './rate-limiter.ts';
import type { ThrottleBudget } from './throttle-budget.ts';

/** What surrounds one request of a run. */
export interface ExecutionContext {
  readonly services: RunnerServices;
  readonly captured: CapturedVariables;
  /** What requests that failed would have captured: nothing to go on with, but something to clean up. */
  readonly leftBehind: CapturedVariables;
  readonly signal: AbortSignal | undefined;
  readonly budget: ThrottleBudget;
  readonly onPoll: (progress: PollProgress) => void;
  readonly onPage: (progress: PageProgress) => void;
  readonly onWait: (wait: RateWait) => void;
  readonly onRetry: (retried: RetriedTry) => void;
}

/** What a request has to show so far, wherever it ends. */
export interface Progress {
  response?: HttpResponse | undefined;
  /** How many pages a list came in. */
  pages?: number | undefined;
  polls?: Polls | undefined;
  readonly retries: RetriedTry[];
  warnings: readonly Mismatch[];
}
