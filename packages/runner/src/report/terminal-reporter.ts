import { styleText } from 'node:util';
import { formatLocation } from '@waybill/errors';
import type { RetriedTry } from '../result.ts';
import { doubtsOf } from './doubts.ts';
import type { ReportEvent } from './report-event.ts';
import type {
  ReportedDownload,
  ReportedFailure,
  ReportedMismatch,
  ReportedProblem,
  ReportedRequest,
  ReportedResult,
  ReportedSummary,
} from './report-schema.ts';
import type { Reporter } from './reporter.ts';
import { retryText, seconds, waitText } from './retry-text.ts';
import { shorten } from './show-exchange.ts';

export interface TerminalReporterOptions {
  readonly write: (text: string) => void;
  readonly color: boolean;
  /** Whether the last line may be rewritten, to show what is under way. */
  readonly interactive: boolean;
  /** Width of the terminal in columns. */
  readonly columns: number;
}

/** Back to the first column, and erase to the end of the line (ECMA-48). */
const CLEAR_LINE = '\r\u001b[K';

const LONG_WAIT_MS = 5_000;

type Style = Parameters<typeof styleText>[0];

/** One line per request as it finishes; a failure shows expected, actual, the request and the response. */
export function terminalReporter(options: TerminalReporterOptions): Reporter {
  return new TerminalReporter(options);
}

class TerminalReporter implements Reporter {
  readonly #options: TerminalReporterOptions;
  /** What is under way, by request id. */
  readonly #running = new Map<string, string>();
  #trail = '';
  #finished = 0;
  #total = 0;

  constructor(options: TerminalReporterOptions) {
    this.#options = options;
  }

  onEvent(event: ReportEvent): void {
    switch (event.type) {
      case 'run-started':
        this.#total = event.total;
        this.#lines(this.#style('bold', this.#safe(event.title)));
        break;
      case 'request-started':
        this.#running.set(event.request.id, event.request.name);
        break;
      case 'poll':
        this.#running.set(event.request.id, `${event.request.name}: ${event.state}, ${seconds(event.elapsedMs)}`);
        break;
      case 'page':
        this.#running.set(event.request.id, `${event.request.name}: page ${event.page}, ${event.items} items`);
        break;
      case 'retry':
        this.#waiting(event.request, event.retried.waitMs, retryText(event.retried));
        break;
      case 'wait':
        this.#waiting(event.request, event.wait.waitMs, waitText(event.wait));
        break;
      case 'request-finished':
        this.#finished += 1;
        this.#running.delete(event.result.id);
        this.#result(event.result);
        break;
      case 'run-finished':
        this.#running.clear();
        this.#lines('', this.#summary(event.summary));
        break;
    }
    this.#showProgress();
  }

  /** Without a progress line, a run that waits long would look as if it hung. */
  #waiting(request: ReportedRequest, waitMs: number, why: string): void {
    const text = `${request.name}: ${why}`;
    this.#running.set(request.id, text);
    if (!this.#options.interactive && waitMs >= LONG_WAIT_MS)
      this.#lines(this.#style('dim', `  … ${this.#safe(text)}`));
  }

  #result(result: ReportedResult): void {
    const trail = result.trail.join(' › ');
    if (trail !== this.#trail) this.#lines('', this.#style('dim', this.#safe(trail)));
    this.#trail = trail;
    if (result.outcome === 'passed') {
      const mark = result.flaky ? this.#style('yellow', '≈') : this.#style('green', '✔');
      const flaky = result.flaky ? `flaky: ${result.retries.length + 1} tries  ` : '';
      const pages = result.pages === undefined ? '' : `${result.pages} pages  `;
      this.#lines(this.#line(mark, result, `${flaky}${pages}${result.status ?? ''}  ${seconds(result.durationMs)}`));
      this.#lines(...this.#retries(result.retries), ...this.#saved(result.saved));
      this.#lines(...indented(this.#warnings(result.warnings)));
    } else if (result.outcome === 'skipped') {
      this.#lines(this.#line(this.#style('yellow', '↓'), result, `skipped: ${this.#safe(result.reason)}`));
    } else {
      const status = result.status === undefined ? '' : `${result.status}  `;
      this.#lines(this.#line(this.#style('red', '✘'), result, status + seconds(result.durationMs)));
      this.#lines(...this.#retries(result.retries));
      this.#lines(...indented(this.#failure(result)));
    }
  }

  #saved(saved: ReportedDownload | undefined): string[] {
    return saved === undefined ? [] : [this.#style('dim', `      ${saved.bytes} bytes in ${this.#safe(saved.file)}`)];
  }

  #line(mark: string, request: ReportedRequest, outcome: string): string {
    return `  ${mark} ${request.method.padEnd(6)} ${this.#safe(request.name)}  ${this.#style('dim', outcome)}`;
  }

  #retries(retries: readonly RetriedTry[]): string[] {
    return retries.map((retried) => this.#style('dim', `      ${this.#safe(retryText(retried))}`));
  }

  #mismatch({ subject, expected, actual, location }: ReportedMismatch, color: Style): string[] {
    return [
      this.#style('bold', this.#safe(subject)),
      `  expected  ${this.#safe(expected)}`,
      `  actual    ${this.#style(color, this.#safe(actual))}`,
      this.#style('dim', `  at        ${formatLocation(location)}`),
    ];
  }

  #warnings(warnings: readonly ReportedMismatch[]): string[] {
    return warnings.flatMap((warning) => {
      const [subject, ...details] = this.#mismatch(warning, 'yellow');
      return [`${this.#style('yellow', 'warning')}  ${subject}`, ...details];
    });
  }

  #failure(result: ReportedFailure): string[] {
    const lines = result.mismatches.flatMap((mismatch) => this.#mismatch(mismatch, 'red'));
    lines.push(...this.#warnings(result.warnings));
    if (result.error !== undefined) lines.push(...this.#error(result.error));
    for (const { cause, remedy } of result.findings) {
      lines.push(
        `${this.#style('yellow', 'why')}  ${this.#safe(cause)}`,
        `${this.#style('yellow', 'do')}   ${this.#safe(remedy)}`,
      );
    }
    if (result.docs !== undefined) lines.push(this.#style('dim', `docs ${this.#safe(result.docs)}`));
    if (result.exchange !== undefined) {
      const { request, response } = result.exchange;
      lines.push('', ...request.map((line) => this.#style('dim', `→ ${line}`)));
      lines.push(...response.map((line) => this.#style('dim', `← ${line}`)), '');
    }
    return lines;
  }

  #error(error: ReportedProblem): string[] {
    const lines = [`${this.#style('red', this.#safe(error.message))} ${this.#style('dim', error.code)}`];
    if (error.hint !== undefined) lines.push(`${this.#style('yellow', 'do')}   ${this.#safe(error.hint)}`);
    if (error.location !== undefined) lines.push(this.#style('dim', `at   ${formatLocation(error.location)}`));
    if (error.support !== undefined) lines.push(this.#style('dim', `ids  ${this.#safe(error.support)}`));
    return lines;
  }

  #summary({ passed, flaky, failed, skipped, warnings, durationMs }: ReportedSummary): string {
    const verdict = this.#style(failed > 0 ? 'red' : 'green', `${passed} passed, ${failed} failed, ${skipped} skipped`);
    const doubts = doubtsOf({ flaky, warnings });
    return `${verdict}${doubts === '' ? '' : this.#style('yellow', ` (${doubts})`)} in ${seconds(durationMs)}`;
  }

  /** The progress line has no line feed behind it: whatever is written next takes its place. */
  #showProgress(): void {
    if (!this.#options.interactive || this.#running.size === 0) return;
    const text = `  … ${this.#finished}/${this.#total}  ${[...this.#running.values()].join(', ')}`;
    this.#options.write(`${CLEAR_LINE}${this.#safe(text).slice(0, this.#options.columns - 1)}`);
  }

  #lines(...lines: readonly string[]): void {
    const clear = this.#options.interactive ? CLEAR_LINE : '';
    if (lines.length === 0) return;
    this.#options.write(`${clear}${lines.join('\n')}\n`);
  }

  #safe(text: string): string {
    return shorten(text);
  }

  #style(style: Style, text: string): string {
    return this.#options.color ? styleText(style, text, { validateStream: false }) : text;
  }
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `      ${line}`));
}
