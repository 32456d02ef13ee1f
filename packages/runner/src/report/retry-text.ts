import type { RateWait } from '../execute/rate-limiter.ts';
import type { Polls, RetriedTry } from '../result.ts';

/** One line about a try that was not the last: `HTTP 503, again after 2.1 s`. */
export function retryText({ reason, waitMs, throttled }: RetriedTry): string {
  return `${reason}${throttled ? ', throttled' : ''}, again after ${seconds(waitMs)}`;
}

/** One line about a rate limit: `rate limit, 50 requests per 1h to GET /admin/groups: goes on in 12.0 s`. */
export function waitText({ reason, waitMs }: RateWait): string {
  return `rate limit, ${reason}: goes on in ${seconds(waitMs)}`;
}

/** How an operation was followed: `polled 3 times: Completed after 2.1 s`. */
export function pollsText({ attempts, elapsedMs, state }: Polls): string {
  return `polled ${attempts} times: ${state} after ${seconds(elapsedMs)}`;
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
