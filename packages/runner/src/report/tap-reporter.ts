import { formatLocation } from '@waybill/errors';
import { explainFailure, mismatchText } from './explain-failure.ts';
import type { ReportEvent } from './report-event.ts';
import type { ReportedFailure, ReportedResult } from './report-schema.ts';
import type { DocumentReporter } from './reporter.ts';
import { retryText } from './retry-text.ts';
import { shorten } from './show-exchange.ts';

/** TAP version 14, with what failed as YAML below each test point. */
export function tapReporter(): DocumentReporter {
  return new TapReporter();
}

class TapReporter implements DocumentReporter {
  /** Test points as text so that a long run keeps no response. */
  readonly #points: string[] = [];

  onEvent(event: ReportEvent): void {
    if (event.type === 'request-finished') this.#points.push(this.#point(event.result));
  }

  /** The plan stands at the end, where it is known also when the run was interrupted. */
  document(): string {
    return ['TAP version 14', ...this.#points, `1..${this.#points.length}`, ''].join('\n');
  }

  #point(result: ReportedResult): string {
    const ok = result.outcome === 'failed' ? 'not ok' : 'ok';
    const title = description([...result.trail, result.name].join(' › '));
    const skip = result.outcome === 'skipped' ? ` # SKIP ${description(result.reason)}` : '';
    const details = result.outcome === 'skipped' ? [] : this.#details(result);
    return [`${ok} ${this.#points.length + 1} - ${title}${skip}`, ...details].join('\n');
  }

  #details(result: Exclude<ReportedResult, { outcome: 'skipped' }>): readonly string[] {
    const facts: Record<string, unknown> = { duration_ms: result.durationMs };
    if (result.outcome === 'passed' && result.flaky) facts.flaky = true;
    if (result.retries.length > 0) facts.retries = result.retries.map(retryText);
    if (result.pages !== undefined) facts.pages = result.pages;
    if (result.polls !== undefined) facts.polls = result.polls;
    if (result.warnings.length > 0) facts.warnings = result.warnings.map(mismatchText);
    if (result.outcome === 'failed') Object.assign(facts, failureFacts(result));
    // JSON is YAML, and needs no rules of its own for hostile text.
    const lines = Object.entries(facts).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
    return ['  ---', ...lines, '  ...'];
  }
}

/** A `#` would begin a directive. */
function description(text: string): string {
  return shorten(text).replace(/[\\#]/g, '\\$&');
}

function failureFacts(result: ReportedFailure): object {
  const { cause, error, mismatches, findings } = result;
  return {
    message: explainFailure(result),
    severity: 'fail',
    cause,
    at: formatLocation(mismatches[0]?.location ?? result.location),
    ...(error === undefined ? {} : { code: error.code, hint: error.hint ?? null }),
    ...(findings.length === 0 ? {} : { findings }),
  };
}
