import type { RequestDefinition } from '@waybill/collection';
import type { SourceLocation, WaybillError } from '@waybill/errors';
import type { HttpResponse } from '@waybill/rest';

/**
 * Why a request did not pass, in the terms of the exit codes: an expectation was not met, the collection or environment
 * is wrong, the sign-in failed, the service refused (401, 403) or throttled (429), nothing answered, or it was stopped.
 */
export type FailureCause =
  | 'expectation'
  | 'configuration'
  | 'sign-in'
  | 'refused'
  | 'throttled'
  | 'network'
  | 'cancelled'
  | 'internal';

/** One expectation that was not met. */
export interface Mismatch {
  /** What was looked at: `status`, `header content-type`, `$.value[0].type`. */
  readonly subject: string;
  readonly expected: string;
  readonly actual: string;
  readonly location: SourceLocation;
}

/** A likely reason for a refusal, and what to do about it. */
export interface Finding {
  readonly cause: string;
  readonly remedy: string;
}

/** A try that was not the last one. */
export interface RetriedTry {
  /** Why another was needed: `HTTP 503`, or what went wrong on the network. */
  readonly reason: string;
  readonly waitMs: number;
  /** The service asked to wait; that makes nobody flaky. */
  readonly throttled: boolean;
}

interface ResultBase {
  readonly request: RequestDefinition;
  /** From the first byte sent to the last check, polling included. */
  readonly durationMs: number;
}

/** How an operation was followed. */
export interface Polls {
  readonly attempts: number;
  readonly elapsedMs: number;
  /** What the operation said of itself last. */
  readonly state: string;
}

interface SentResult extends ResultBase {
  readonly retries: readonly RetriedTry[];
  /** How many pages a list came in. */
  readonly pages?: number | undefined;
  readonly polls?: Polls | undefined;
  /** What `warn` expects and did not find; nobody fails for it. Empty when no response came. */
  readonly warnings: readonly Mismatch[];
}

export interface PassedResult extends SentResult {
  readonly outcome: 'passed';
  /** The last response. Whoever keeps results of a long run should not keep this. */
  readonly response: HttpResponse;
  /** It did not pass at the first try. */
  readonly flaky: boolean;
}

export interface FailedResult extends SentResult {
  readonly outcome: 'failed';
  readonly cause: FailureCause;
  readonly mismatches: readonly Mismatch[];
  /** What stopped the request, or one of its checks: it may come on top of mismatches. */
  readonly error?: WaybillError | undefined;
  /** The last response, if any came. It holds what was sent, credentials included. */
  readonly response?: HttpResponse | undefined;
  readonly findings: readonly Finding[];
}

export interface SkippedResult extends ResultBase {
  readonly outcome: 'skipped';
  readonly reason: string;
}

export type RequestResult = PassedResult | FailedResult | SkippedResult;
