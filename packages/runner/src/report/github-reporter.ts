import { relative, resolve } from 'node:path';
import type { SourceLocation } from '@waybill/errors';
import { doubtsOf } from './doubts.ts';
import { explainFailure, mismatchText } from './explain-failure.ts';
import type { ReportEvent } from './report-event.ts';
import type { ReportedFailure, ReportedResult, ReportedSummary } from './report-schema.ts';
import type { DocumentReporter } from './reporter.ts';
import { pollsText, retryText, seconds } from './retry-text.ts';
import { shorten } from './show-exchange.ts';

export interface GithubReporterOptions {
  /** Takes annotations; undefined outside of GitHub Actions. */
  readonly write: ((text: string) => void) | undefined;
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

  onEvent(event: ReportEvent): void {
    if (event.type === 'run-started') this.#lines.push(`### ${markdown(event.title)}`, '', ...TABLE_HEAD);
    if (event.type === 'run-started')
      for (const { location, message, hint = '' } of event.problems)
        if (location !== undefined) this.#annotate('error', location, 'Waybill', `${message}\n${hint}`);
    if (event.type === 'request-finished') this.#add(event.result);
    if (event.type === 'run-finished') this.#lines.push('', summaryLine(event.summary), '');
  }

  document(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #add(result: ReportedResult): void {
    const why = reasonOf(result);
    const name = markdown([...result.trail, result.name].join(' › '));
    this.#lines.push(`| ${markOf(result)} | ${name} | ${seconds(result.durationMs)} | ${markdown(why)} |`);
    if (result.outcome === 'skipped') return;
    if (result.outcome === 'failed') this.#annotate('error', placeOf(result), result.name, withRemedies(result));
    if (result.outcome === 'passed' && result.flaky)
      this.#annotate('warning', result.location, result.name, retriesOf(result));
    for (const warning of result.warnings)
      this.#annotate('warning', warning.location, result.name, mismatchText(warning));
  }

  #annotate(level: 'error' | 'warning', location: SourceLocation, title: string, message: string): void {
    const { write, workspace } = this.#options;
    const file = relative(workspace, resolve(location.file)).replaceAll('\\', '/');
    const place = { file, line: location.line, col: location.column, title };
    const properties = Object.entries(place).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
    write?.(`::${level} ${properties.join(',')}::${escapeData(message)}\n`);
  }
}

function markdown(text: string): string {
  return shorten(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&');
}

const TABLE_HEAD = ['|  | request | time |  |', '| --- | --- | --- | --- |'];

function markOf(result: ReportedResult): string {
  if (result.outcome === 'failed') return '❌';
  if (result.outcome === 'skipped') return '⏭️';
  if (result.flaky) return '⚠️ flaky';
  return result.warnings.length > 0 ? '⚠️' : '✅';
}

function reasonOf(result: ReportedResult): string {
  if (result.outcome === 'skipped') return result.reason;
  const { pages, polls, warnings } = result;
  const facts = [
    result.outcome === 'failed' ? explainFailure(result) : retriesOf(result),
    pages === undefined ? '' : `${pages} pages`,
    polls === undefined ? '' : pollsText(polls),
    ...warnings.map(mismatchText),
  ];
  return facts.filter((fact) => fact !== '').join('; ');
}

function retriesOf({ retries }: Pick<ReportedFailure, 'retries'>): string {
  return retries.map(retryText).join('; ');
}

function placeOf({ error, mismatches, location }: ReportedFailure): SourceLocation {
  return mismatches[0]?.location ?? error?.location ?? location;
}

function withRemedies(result: ReportedFailure): string {
  const { error, findings } = result;
  const remedies = [error?.hint, ...findings.flatMap(({ cause, remedy }) => [cause, remedy])];
  return [explainFailure(result), ...remedies].filter((line) => line !== undefined).join('\n');
}

function summaryLine({ passed, flaky, failed, skipped, warnings, durationMs }: ReportedSummary): string {
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
