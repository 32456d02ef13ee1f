import { relative, resolve } from 'node:path';
import { LocatedError, type SourceLocation } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { RunEvent, RunSummary } from '../events.ts';
import type { FailedResult, RequestResult } from '../result.ts';
import { doubtsOf } from './doubts.ts';
import { explainFailure, mismatchText } from './explain-failure.ts';
import type { DocumentReporter } from './reporter.ts';
import { retryText, seconds } from './retry-text.ts';
import { shorten } from './show-exchange.ts';

export interface GithubReporterOptions {
  /** Takes annotations; undefined outside of GitHub Actions. */
  readonly write: ((text: string) => void) | undefined;
  readonly redactor: Redactor;
  /** The checkout: annotations name files as seen from there. */
  readonly workspace: string;
}

/** Annotations for GitHub Actions as requests fail, and a job summary in Markdown as its document. */
export function githubReporter(options: GithubReporterOptions): DocumentReporter {
  return new GithubReporter(options);
}

class GithubReporter implements DocumentReporter {
  readonly #options: GithubReporterOptions;
  readonly #lines: string[] = [];

  constructor(options: GithubReporterOptions) {
    this.#options = options;
  }

  onEvent(event: RunEvent): void {
    if (event.type === 'run-started') this.#lines.push(`### ${this.#markdown(event.title)}`, '', ...TABLE_HEAD);
    if (event.type === 'request-finished') this.#add(event.result);
    if (event.type === 'run-finished') this.#lines.push('', summaryLine(event.summary), '');
  }

  document(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #add(result: RequestResult): void {
    const { request } = result;
    const why = reasonOf(result);
    const name = this.#markdown([...request.trail, request.name].join(' › '));
    this.#lines.push(`| ${markOf(result)} | ${name} | ${seconds(result.durationMs)} | ${this.#markdown(why)} |`);
    if (result.outcome === 'failed') this.#annotate('error', placeOf(result), request.name, withRemedies(result, why));
    if (result.outcome === 'skipped') return;
    for (const warning of result.warnings) {
      this.#annotate('warning', warning.location, request.name, mismatchText(warning));
    }
    if (result.outcome === 'passed' && result.flaky) {
      this.#annotate('warning', request.location, request.name, result.retries.map(retryText).join('; '));
    }
  }

  #annotate(level: 'error' | 'warning', location: SourceLocation, title: string, message: string): void {
    const { write, workspace, redactor } = this.#options;
    const safe = (text: string) => redactor.redact(text);
    const file = relative(workspace, resolve(location.file)).replaceAll('\\', '/');
    const place = { file, line: location.line, col: location.column, title: safe(title) };
    const properties = Object.entries(place).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
    write?.(`::${level} ${properties.join(',')}::${escapeData(safe(message))}\n`);
  }

  #markdown(text: string): string {
    return shorten(this.#options.redactor.redact(text))
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replace(/[\\`*_[\]|~]/g, '\\$&');
  }
}

const TABLE_HEAD = ['|  | request | time |  |', '| --- | --- | --- | --- |'];

function markOf(result: RequestResult): string {
  if (result.outcome === 'failed') return '❌';
  if (result.outcome === 'skipped') return '⏭️';
  if (result.flaky) return '⚠️ flaky';
  return result.warnings.length > 0 ? '⚠️' : '✅';
}

function reasonOf(result: RequestResult): string {
  if (result.outcome === 'failed') return explainFailure(result);
  if (result.outcome === 'skipped') return result.reason;
  return [...result.retries.map(retryText), ...result.warnings.map(mismatchText)].join('; ');
}

function placeOf({ error, mismatches, request }: FailedResult): SourceLocation {
  return mismatches[0]?.location ?? (error instanceof LocatedError ? error.location : request.location);
}

function withRemedies({ error, findings }: FailedResult, why: string): string {
  const remedies = [error?.hint, ...findings.flatMap(({ cause, remedy }) => [cause, remedy])];
  return [why, ...remedies].filter((line) => line !== undefined).join('\n');
}

function summaryLine({ passed, flaky, failed, skipped, warnings, durationMs }: RunSummary): string {
  const doubts = doubtsOf({ flaky, warnings });
  const some = doubts === '' ? '' : ` (${doubts})`;
  return `**${passed} passed, ${failed} failed, ${skipped} skipped**${some} in ${seconds(durationMs)}`;
}

/** As `@actions/core` writes workflow commands. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
