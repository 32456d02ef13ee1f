import type { RunEvent } from '@waybill/runner';

/** How far a request has come, as it last said. */
type Progress =
  | { readonly kind: 'sent' }
  | { readonly kind: 'poll'; readonly state: string; readonly attempt: number; readonly nextMs: number }
  | { readonly kind: 'page'; readonly page: number; readonly items: number }
  | {
      readonly kind: 'retry';
      readonly count: number;
      readonly reason: string;
      readonly nextMs: number;
      readonly throttled: boolean;
    };

/** A request that is under way; times are milliseconds since 1970. */
export interface Running {
  readonly startedMs: number;
  readonly retries: number;
  readonly progress: Progress;
}

/** What is known of a request after an event; undefined when the event says nothing of a request under way. */
export function progressed(running: Running | undefined, event: RunEvent, nowMs: number): Running | undefined {
  const { startedMs = nowMs, retries = 0 } = running ?? {};
  switch (event.type) {
    case 'request-started':
      return { startedMs: nowMs, retries: 0, progress: { kind: 'sent' } };
    case 'poll': {
      const { state, attempt, waitMs } = event;
      return { startedMs, retries, progress: { kind: 'poll', state, attempt, nextMs: nowMs + waitMs } };
    }
    case 'page': {
      const { page, items } = event;
      return { startedMs, retries, progress: { kind: 'page', page, items } };
    }
    case 'retry': {
      const { reason, waitMs, throttled } = event.retried;
      const count = retries + 1;
      return {
        startedMs,
        retries: count,
        progress: { kind: 'retry', count, reason, nextMs: nowMs + waitMs, throttled },
      };
    }
    default:
      return undefined;
  }
}

/** The same in words, with what is left to wait. */
export function progressText({ startedMs, progress }: Running, nowMs: number): string {
  const elapsed = secondsBetween(startedMs, nowMs);
  switch (progress.kind) {
    case 'sent':
      return `waiting for the answer · ${elapsed}`;
    case 'poll':
      return `${progress.state} · asked ${times(progress.attempt)} · ${elapsed} · ${nextText(progress.nextMs, nowMs)}`;
    case 'page':
      return `page ${progress.page} · ${progress.items} items · ${elapsed}`;
    case 'retry': {
      const why = progress.throttled ? 'throttled: ' : '';
      return `${why}${progress.reason} · retry ${progress.count} · ${elapsed} · ${nextText(progress.nextMs, nowMs)}`;
    }
  }
}

/** How far a request is, without the times that always change; undefined when it was only sent. */
export function stageText({ progress }: Running): string | undefined {
  switch (progress.kind) {
    case 'sent':
      return undefined;
    case 'poll':
      return progress.state;
    case 'page':
      return `page ${progress.page}, ${progress.items} items`;
    case 'retry':
      return `${progress.reason}, retry ${progress.count}`;
  }
}

function nextText(nextMs: number, nowMs: number): string {
  return nextMs > nowMs ? `next try in ${Math.ceil((nextMs - nowMs) / 1000)} s` : 'trying';
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function secondsBetween(fromMs: number, toMs: number): string {
  return `${Math.max(0, Math.floor((toMs - fromMs) / 1000))} s`;
}
