import { formatLocation, LocatedError, supportDetails } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { RunEvent } from '../events.ts';
import type { FailedResult, PassedResult, RequestResult } from '../result.ts';
import { explainFailure, mismatchText } from './explain-failure.ts';
import type { DocumentReporter } from './reporter.ts';
import { retryText } from './retry-text.ts';
import { showExchange } from './show-exchange.ts';

/** JUnit XML as Jenkins, GitLab, Azure Pipelines and GitHub actions read it: a suite per file, a case per request. */
export function junitReporter(redactor: Redactor): DocumentReporter {
  return new JunitReporter(redactor);
}

/** One suite; cases are kept as XML so that a long run keeps no response. */
interface Suite {
  readonly name: string;
  readonly cases: string[];
  failures: number;
  errors: number;
  skipped: number;
  durationMs: number;
}

class JunitReporter implements DocumentReporter {
  readonly #redactor: Redactor;
  readonly #suites = new Map<string, Suite>();
  #title = 'waybill';
  #startedOn = new Date(0);

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  onEvent(event: RunEvent): void {
    if (event.type === 'run-started') {
      this.#title = event.title;
      this.#startedOn = event.startedOn;
    }
    if (event.type === 'request-finished') this.#add(event.result);
  }

  document(): string {
    const suites = [...this.#suites.values()];
    const sum = (pick: (suite: Suite) => number) => suites.reduce((total, suite) => total + pick(suite), 0);
    const totals = {
      name: this.#title,
      tests: sum(({ cases }) => cases.length),
      failures: sum(({ failures }) => failures),
      errors: sum(({ errors }) => errors),
      skipped: sum(({ skipped }) => skipped),
      time: secondsOf(sum(({ durationMs }) => durationMs)),
    };
    const xml = suites.map((suite) => this.#suite(suite)).join('');
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${this.#attributes(totals)}>\n${xml}</testsuites>\n`;
  }

  #suite(suite: Suite): string {
    const attributes = this.#attributes({
      name: suite.name,
      tests: suite.cases.length,
      failures: suite.failures,
      errors: suite.errors,
      skipped: suite.skipped,
      time: secondsOf(suite.durationMs),
      // xs:dateTime without a zone, as the schemas have it.
      timestamp: this.#startedOn.toISOString().slice(0, 19),
    });
    return `  <testsuite${attributes}>\n${suite.cases.join('')}  </testsuite>\n`;
  }

  #add(result: RequestResult): void {
    const { request } = result;
    const name = request.trail.join(' › ');
    const suite = this.#suites.get(name) ?? { name, cases: [], failures: 0, errors: 0, skipped: 0, durationMs: 0 };
    this.#suites.set(name, suite);
    suite.durationMs += result.durationMs;
    if (result.outcome === 'skipped') suite.skipped += 1;
    if (result.outcome === 'failed') suite[result.error === undefined ? 'failures' : 'errors'] += 1;
    const attributes = this.#attributes({
      name: request.name,
      classname: request.id,
      time: secondsOf(result.durationMs),
      file: request.location.file,
      line: request.location.line,
    });
    const content = this.#content(result);
    suite.cases.push(
      content === '' ? `    <testcase${attributes}/>\n` : `    <testcase${attributes}>\n${content}    </testcase>\n`,
    );
  }

  #content(result: RequestResult): string {
    if (result.outcome === 'passed') return this.#more(result);
    if (result.outcome === 'skipped') return `      <skipped${this.#attributes({ message: result.reason })}/>\n`;
    const { error } = result;
    const element = error === undefined ? 'failure' : 'error';
    const message = explainFailure(result);
    const attributes = this.#attributes({ message, type: error?.code ?? result.cause });
    return `      <${element}${attributes}>${this.#text(this.#details(result))}</${element}>\n${this.#more(result)}`;
  }

  /** Nothing in JUnit says flaky; a property is what most readers keep, and the output is what people see. */
  #more(result: PassedResult | FailedResult): string {
    const { retries } = result;
    const facts: Record<string, string | number> = retries.length === 0 ? {} : { retries: retries.length };
    if (result.outcome === 'passed' && result.flaky) facts.flaky = 'true';
    if (result.outcome === 'passed' && result.pages !== undefined) facts.pages = result.pages;
    const properties = Object.entries(facts).map(([name, value]) => `<property${this.#attributes({ name, value })}/>`);
    const warnings = result.warnings.map((warning) => `warning: ${mismatchText(warning)}`);
    const said = [...retries.map(retryText), ...warnings].join('\n');
    return [
      properties.length === 0 ? '' : `      <properties>${properties.join('')}</properties>\n`,
      said === '' ? '' : `      <system-out>${this.#text(said)}</system-out>\n`,
    ].join('');
  }

  #details(result: FailedResult): string {
    const lines = result.mismatches.flatMap(({ subject, expected, actual, location }) => [
      `${subject}`,
      `  expected  ${expected}`,
      `  actual    ${actual}`,
      `  at        ${formatLocation(location)}`,
    ]);
    const { error } = result;
    if (error !== undefined) lines.push(`${error.message} (${error.code})`, `do   ${error.hint ?? ''}`);
    if (error instanceof LocatedError) lines.push(`at   ${formatLocation(error.location)}`);
    const details = error && supportDetails(error);
    if (details !== undefined) lines.push(`ids  ${details}`);
    for (const { cause, remedy } of result.findings) lines.push(`why  ${cause}`, `do   ${remedy}`);
    if (result.response !== undefined) {
      const shown = showExchange(result.response, this.#redactor);
      lines.push('', ...shown.request.map((line) => `→ ${line}`), ...shown.response.map((line) => `← ${line}`));
    }
    return `\n${lines.join('\n')}\n`;
  }

  #attributes(values: Readonly<Record<string, string | number>>): string {
    return Object.entries(values)
      .map(([name, value]) => ` ${name}="${escapeXml(this.#redactor.redact(String(value)))}"`)
      .join('');
  }

  #text(text: string): string {
    return escapeXml(this.#redactor.redact(text)).replace(/&#10;/g, '\n');
  }
}

function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 has no way to write most control characters or lone surrogates, not even escaped. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\n]/g, (character) => ENTITIES[character] as string);
}
