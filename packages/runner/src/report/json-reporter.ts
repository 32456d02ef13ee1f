import { LocatedError, supportDetails, type WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { RunEvent, RunSummary } from '../events.ts';
import type { FailedResult, RequestResult } from '../result.ts';
import type { DocumentReporter } from './reporter.ts';
import { showExchange } from './show-exchange.ts';

/** Counts up when a program that reads the report would have to change. */
const VERSION = 1;

/** A JSON document for programs; `docs/json-report.md` says what is in it. */
export function jsonReporter(redactor: Redactor): DocumentReporter {
  return new JsonReporter(redactor);
}

/** One collection; results are kept as text so that a long run keeps no response. */
interface Run {
  readonly title: string;
  readonly startedOn: string;
  readonly total: number;
  readonly results: string[];
  summary?: RunSummary;
}

class JsonReporter implements DocumentReporter {
  readonly #redactor: Redactor;
  readonly #runs: Run[] = [];

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  onEvent(event: RunEvent): void {
    const run = this.#runs.at(-1);
    if (event.type === 'run-started') {
      const { title, total, startedOn } = event;
      this.#runs.push({ title, total, startedOn: startedOn.toISOString(), results: [] });
    }
    if (event.type === 'request-finished') run?.results.push(this.#text(this.#result(event.result)));
    if (event.type === 'run-finished' && run !== undefined) run.summary = event.summary;
  }

  document(): string {
    const runs = this.#runs.map(({ results, summary, ...head }) => {
      const known = this.#text({ ...head, complete: summary !== undefined, summary: summary ?? null });
      return `${known.slice(0, -1)},"results":[${results.map((result) => `\n  ${result}`).join(',')}]}`;
    });
    return `{"version":${VERSION},"runs":[${runs.join(',\n')}]}\n`;
  }

  #result(result: RequestResult): object {
    const { request, outcome, durationMs } = result;
    const { id, name, trail, method, location } = request;
    const head = { id, name, trail, method, location, outcome, durationMs: Math.round(durationMs) };
    if (result.outcome === 'skipped') return { ...head, reason: result.reason };
    const { retries, response, warnings } = result;
    const answered = { ...head, status: response?.status, retries, warnings };
    if (result.outcome === 'passed') return { ...answered, flaky: result.flaky, pages: result.pages };
    return { ...answered, ...this.#failure(result) };
  }

  #failure({ cause, mismatches, error, findings, response }: FailedResult): object {
    const exchange = response && showExchange(response, this.#redactor);
    return { cause, mismatches, error: error && describeError(error), findings, exchange };
  }

  #text(value: object): string {
    return JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'string' ? this.#redactor.redact(inner) : inner,
    );
  }
}

function describeError(error: WaybillError): object {
  const { code, message, hint } = error;
  const location = error instanceof LocatedError ? error.location : undefined;
  return { code, message, hint, location, support: supportDetails(error) };
}
