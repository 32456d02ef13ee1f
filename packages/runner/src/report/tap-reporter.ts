import { formatLocation } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { RunEvent } from '../events.ts';
import type { FailedResult, RequestResult } from '../result.ts';
import { explainFailure, mismatchText } from './explain-failure.ts';
import type { DocumentReporter } from './reporter.ts';
import { retryText } from './retry-text.ts';
import { shorten } from './show-exchange.ts';

/** TAP version 14, with what failed as YAML below each test point. */
export function tapReporter(redactor: Redactor): DocumentReporter {
  return new TapReporter(redactor);
}

class TapReporter implements DocumentReporter {
  readonly #redactor: Redactor;
  /** Test points as text so that a long run keeps no response. */
  readonly #points: string[] = [];

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  onEvent(event: RunEvent): void {
    if (event.type === 'request-finished') this.#points.push(this.#point(event.result));
  }

  /** The plan stands at the end, where it is known also when the run was interrupted. */
  document(): string {
    return ['TAP version 14', ...this.#points, `1..${this.#points.length}`, ''].join('\n');
  }

  #point(result: RequestResult): string {
    const { request, outcome } = result;
    const ok = outcome === 'failed' ? 'not ok' : 'ok';
    const title = this.#description([...request.trail, request.name].join(' › '));
    const skip = result.outcome === 'skipped' ? ` # SKIP ${this.#description(result.reason)}` : '';
    const details = result.outcome === 'skipped' ? [] : this.#details(result);
    return [`${ok} ${this.#points.length + 1} - ${title}${skip}`, ...details].join('\n');
  }

  #details(result: Exclude<RequestResult, { outcome: 'skipped' }>): readonly string[] {
    const facts: Record<string, unknown> = { duration_ms: Math.round(result.durationMs) };
    if (result.outcome === 'passed' && result.flaky) facts.flaky = true;
    if (result.retries.length > 0) facts.retries = result.retries.map(retryText);
    if (result.warnings.length > 0) facts.warnings = result.warnings.map(mismatchText);
    if (result.outcome === 'failed') Object.assign(facts, failureFacts(result));
    // JSON is YAML, and needs no rules of its own for hostile text.
    const lines = Object.entries(facts).map(([key, value]) => `  ${key}: ${this.#json(value)}`);
    return ['  ---', ...lines, '  ...'];
  }

  #json(value: unknown): string {
    return JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'string' ? this.#redactor.redact(inner) : inner,
    );
  }

  /** A `#` would begin a directive. */
  #description(text: string): string {
    return shorten(this.#redactor.redact(text)).replace(/[\\#]/g, '\\$&');
  }
}

function failureFacts(result: FailedResult): object {
  const { request, cause, error, mismatches, findings } = result;
  return {
    message: explainFailure(result),
    severity: 'fail',
    cause,
    at: formatLocation(mismatches[0]?.location ?? request.location),
    ...(error === undefined ? {} : { code: error.code, hint: error.hint ?? null }),
    ...(findings.length === 0 ? {} : { findings }),
  };
}
