import type { RequestDefinition } from '@waybill/collection';
import type { EventQueue } from './event-queue.ts';
import type { RunEvent } from './events.ts';
import type { FailureCause, RequestResult } from './result.ts';

/** Counts results and passes them on in file order. */
export class Tally {
  readonly counts = { passed: 0, flaky: 0, failed: 0, skipped: 0, warnings: 0 };
  cause: FailureCause | undefined;
  #order: readonly RequestDefinition[] = [];
  readonly #held = new Map<string, RequestResult>();
  readonly #events: EventQueue<RunEvent>;
  #next = 0;

  constructor(events: EventQueue<RunEvent>) {
    this.#events = events;
  }

  /** Starts the next time through; all results of the last one are in. */
  begin(order: readonly RequestDefinition[]): void {
    this.#order = order;
    this.#next = 0;
  }

  add(result: RequestResult): void {
    this.counts[result.outcome] += 1;
    if (result.outcome === 'passed' && result.flaky) this.counts.flaky += 1;
    if (result.outcome !== 'skipped') this.counts.warnings += result.warnings.length;
    this.#held.set(result.request.id, result);
    for (;;) {
      const id = this.#order[this.#next]?.id;
      const next = id === undefined ? undefined : this.#held.get(id);
      if (id === undefined || next === undefined) return;
      this.#held.delete(id);
      this.#next += 1;
      if (next.outcome === 'failed') this.cause ??= next.cause;
      this.#events.push({ type: 'request-finished', result: next });
    }
  }
}
