import type { ReportEvent } from './report-event.ts';
import { REPORT_VERSION, type ReportedRun } from './report-schema.ts';
import type { DocumentReporter } from './reporter.ts';

/** A JSON document for programs; `docs/json-report.md` says what is in it, and `reportSchema` holds it to that. */
export function jsonReporter(): DocumentReporter {
  return new JsonReporter();
}

/** One collection; results are kept as text so that a long run keeps no response. */
interface Run {
  head: Omit<ReportedRun, 'results'>;
  readonly results: string[];
}

class JsonReporter implements DocumentReporter {
  readonly #runs: Run[] = [];

  onEvent(event: ReportEvent): void {
    const run = this.#runs.at(-1);
    if (event.type === 'run-started') {
      const { type: _type, ...head } = event;
      this.#runs.push({ head: { ...head, complete: false, summary: null }, results: [] });
    }
    if (event.type === 'request-finished') run?.results.push(JSON.stringify(event.result));
    if (event.type === 'run-finished' && run !== undefined)
      run.head = { ...run.head, complete: event.complete, summary: event.summary };
  }

  document(): string {
    const runs = this.#runs.map(({ head, results }) => {
      const known = JSON.stringify(head);
      return `${known.slice(0, -1)},"results":[${results.map((result) => `\n  ${result}`).join(',')}]}`;
    });
    return `{"version":${REPORT_VERSION},"runs":[${runs.join(',\n')}]}\n`;
  }
}
