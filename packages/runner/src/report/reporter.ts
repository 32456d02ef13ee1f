import type { RunEvent } from '../events.ts';

/** Watches a run and turns it into something to read. It writes through the sink it was given, and nowhere else. */
export interface Reporter {
  onEvent(event: RunEvent): void;
}
