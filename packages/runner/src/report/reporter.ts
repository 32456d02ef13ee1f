import type { ReportEvent } from './report-event.ts';

/** Watches a run and turns it into something to read. It writes through the sink it was given, and nowhere else. */
export interface Reporter {
  onEvent(event: ReportEvent): void;
}

/** A report that is a document: it can be asked for at any moment, also of a run that was interrupted. */
export interface DocumentReporter extends Reporter {
  document(): string;
}
