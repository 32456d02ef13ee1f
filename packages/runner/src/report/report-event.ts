import type { RateWait } from '../execute/rate-limiter.ts';
import type { RetriedTry } from '../result.ts';
import type {
  ReportedProblem,
  ReportedRequest,
  ReportedResult,
  ReportedRun,
  ReportedSummary,
} from './report-schema.ts';

/** What reporters are told: a run event as plain, redacted data, so that a report that is read back tells the same. */
export type ReportEvent =
  | {
      readonly type: 'run-started';
      readonly title: string;
      readonly total: number;
      /** ISO 8601, UTC. */
      readonly startedOn: string;
      readonly shard?: ReportedRun['shard'];
      readonly problems: readonly ReportedProblem[];
    }
  | { readonly type: 'request-started'; readonly request: ReportedRequest }
  | {
      readonly type: 'poll';
      readonly request: ReportedRequest;
      readonly attempt: number;
      readonly elapsedMs: number;
      readonly state: string;
    }
  | { readonly type: 'page'; readonly request: ReportedRequest; readonly page: number; readonly items: number }
  | { readonly type: 'retry'; readonly request: ReportedRequest; readonly retried: RetriedTry }
  | { readonly type: 'wait'; readonly request: ReportedRequest; readonly wait: RateWait }
  | { readonly type: 'request-finished'; readonly result: ReportedResult }
  /** Does not come when a run was interrupted. */
  | {
      readonly type: 'run-finished';
      readonly summary: ReportedSummary;
      /** False when parts of a merged run are missing. */
      readonly complete: boolean;
    };
