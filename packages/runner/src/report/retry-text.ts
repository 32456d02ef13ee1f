import type { RetriedTry } from '../result.ts';

/** One line about a try that was not the last: `HTTP 503, again after 2.1 s`. */
export function retryText({ reason, waitMs, throttled }: RetriedTry): string {
  return `${reason}${throttled ? ', throttled' : ''}, again after ${seconds(waitMs)}`;
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
