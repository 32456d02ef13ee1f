import type { HttpResponse } from '@waybill/rest';
import type { Finding } from '../result.ts';
import { isThrottled, retryAfterMs } from './retry-after.ts';

/** Says when to come back to a service that throttles; nothing for any other response. */
export function explainThrottling(response: HttpResponse): readonly Finding[] {
  if (!isThrottled(response)) return [];
  const waitMs = retryAfterMs(response) ?? 0;
  const { startedOn, totalMs } = response.timings;
  const readyOn = new Date(startedOn.getTime() + totalMs + waitMs);
  return [
    {
      cause: `The service throttles and asks to wait ${duration(waitMs)}, longer than this run may still wait (--max-wait).`,
      remedy: `Run again after ${localTime(readyOn)}, or allow more with --max-wait.`,
    },
  ];
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

/** `2026-11-24 16:20:05` on the clock of whoever reads it; the date matters for waits across midnight. */
function localTime(date: Date): string {
  return date.toLocaleString('sv-SE');
}
