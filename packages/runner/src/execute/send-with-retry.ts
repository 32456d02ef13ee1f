import { type RenderContext, type RequestDefinition, type Retry, renderMatcher } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { HttpResponse } from '@waybill/rest';
import type { Clock } from '../clock.ts';
import { matches } from '../expect/evaluate-matcher.ts';
import { causeOf } from '../failure-cause.ts';
import type { Mismatch, RetriedTry } from '../result.ts';
import { SAFE_METHODS } from '../safe-methods.ts';
import { renderDuration } from './render-duration.ts';
import { isThrottled, retryAfterMs } from './retry-after.ts';
import type { ThrottleBudget } from './throttle-budget.ts';

/** How one try ended: accepted when there is neither an error nor a mismatch. */
export interface Verdict {
  readonly response?: HttpResponse | undefined;
  readonly mismatches: readonly Mismatch[];
  readonly error?: unknown;
}

export interface RetryRules {
  readonly request: RequestDefinition;
  readonly context: RenderContext;
  readonly clock: Clock;
  readonly budget: ThrottleBudget;
  readonly signal: AbortSignal | undefined;
  readonly onRetry: (retried: RetriedTry) => void;
}

/**
 * Tries until the response is accepted or there is no reason, or no time, to try again. A service that throttles is
 * waited for whatever `retry` says: it did nothing yet.
 */
export async function sendWithRetry(tryOnce: () => Promise<Verdict>, rules: RetryRules): Promise<Verdict> {
  const { budget, clock, signal, onRetry } = rules;
  const policy = new RetryPolicy(rules);
  for (;;) {
    const verdict = await tryOnce();
    if (verdict.error === undefined && verdict.mismatches.length === 0) return verdict;
    const { response } = verdict;
    const askedMs = response && retryAfterMs(response);
    const throttled = response !== undefined && isThrottled(response);
    const ownMs = throttled ? policy.leastThrottledMs() : policy.nextWaitMs(verdict);
    if (ownMs === undefined) return verdict;
    const waitMs = Math.max(ownMs, askedMs ?? 0);
    if (askedMs !== undefined && !budget.take(waitMs, clock.now())) return verdict;
    onRetry({ reason: reasonOf(verdict), waitMs, throttled });
    await clock.pause(waitMs, signal);
  }
}

const LEAST_THROTTLED_MS = 50;
const MOST_DOUBLINGS = 7;
const LONGEST_BACKOFF_MS = 120_000;

/** Clients that failed together should not come back together. */
const JITTER = 0.25;

/** The `retry` of a request, as far as it may be sent again. */
class RetryPolicy {
  readonly #retry: Retry | undefined;
  readonly #context: RenderContext;
  #tries = 0;
  #throttles = 0;

  constructor({ request, context }: RetryRules) {
    const { retry, method } = request;
    // An inherited `retry` must not create a thing twice that the first try created without saying so.
    this.#retry = retry?.isOwn || SAFE_METHODS.has(method) ? retry : undefined;
    this.#context = context;
  }

  /** `Retry-After: 0` again and again must not become a storm, nor a wait that uses up no budget. */
  leastThrottledMs(): number {
    this.#throttles += 1;
    return LEAST_THROTTLED_MS * 2 ** Math.min(this.#throttles - 1, MOST_DOUBLINGS);
  }

  /** How long to wait before the next try; undefined when there is none. */
  nextWaitMs(verdict: Verdict): number | undefined {
    const retry = this.#retry;
    if (retry === undefined || this.#tries >= retry.count || !this.#isReason(verdict, retry)) return undefined;
    this.#tries += 1;
    const everyMs = renderDuration(retry.everyDuration, this.#context, retry.location) ?? 0;
    const factor = retry.backoff === 'exponential' ? 2 ** (this.#tries - 1) : 1;
    return Math.min(everyMs * factor, Math.max(everyMs, LONGEST_BACKOFF_MS)) * (1 + Math.random() * JITTER);
  }

  #isReason({ response, error }: Verdict, { on, location }: Retry): boolean {
    if (response === undefined) return on.network && isTransientNetworkError(error);
    if (on.status === undefined) return false;
    const status = renderMatcher(on.status, this.#context, location);
    return matches(status, { present: true, value: response.status });
  }
}

/** A certificate that is not trusted and a redirect that never ends stay what they are. */
function isTransientNetworkError(error: unknown): boolean {
  if (!(error instanceof WaybillError) || causeOf(error) !== 'network') return false;
  return error.code !== 'ERR_NETWORK_TLS' && error.code !== 'ERR_REDIRECT_LIMIT';
}

function reasonOf({ response, error }: Verdict): string {
  if (response !== undefined) return `HTTP ${response.status}`;
  return error instanceof Error ? error.message : String(error);
}
