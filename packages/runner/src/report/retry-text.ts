import type { Polls, RetriedTry } from '../result.ts';

/** One line about a try that was not the last: `HTTP 503, again after 2.1 s`. */
export function retryText({ reason, waitMs, throttled }: RetriedTry): string {
  return `${reason}${throttled ? ', throttled' : ''}, again after ${seconds(waitMs)}`;
}

/** How an operation was followed: `polled 3 times: Completed after 2.1 s`. */
export function pollsText({ attempts, elapsedMs, state }: Polls): string {
  return `polled ${attempts} times: ${state} after ${seconds(elapsedMs)}`;
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
