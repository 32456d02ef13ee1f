import { formatLocation } from '@waybill/errors';
import { escapeXml } from './escape-xml.ts';
import { explainFailure, mismatchText } from './explain-failure.ts';
import type { ReportEvent } from './report-event.ts';
import type { ReportedFailure, ReportedResult } from './report-schema.ts';
import type { DocumentReporter } from './reporter.ts';
import { pollsText, retryText } from './retry-text.ts';

/**
 * JUnit XML: a suite per file, a case per request. There is no standard, so it keeps to what both Jenkins' `junit-10.xsd`
 * and Maven Surefire's schema allow. They contradict each other in one thing only: Surefire has a file per suite, so that
 * here each `testsuite` is valid for Surefire, and the whole for Jenkins.
 */
export function junitReporter(): DocumentReporter {
  return new JunitReporter();
}

/** One suite; cases are kept as XML so that a long run keeps no response. */
interface Suite {
  readonly name: string;
  readonly startedOn: string;
  readonly cases: string[];
  failures: number;
  errors: number;
  skipped: number;
  durationMs: number;
}

class JunitReporter implements DocumentReporter {
  readonly #suites = new Map<string, Suite>();
  #title = 'waybill';
  #startedOn = '';

  onEvent(event: ReportEvent): void {
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
      time: secondsOf(sum(({ durationMs }) => durationMs)),
    };
    const xml = suites.map(suiteXml).join('');
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes(totals)}>\n${xml}</testsuites>\n`;
  }

  #add(result: ReportedResult): void {
    const suite = this.#suiteOf(result.trail.join(' › '));
    suite.durationMs += result.durationMs;
    if (result.outcome === 'skipped') suite.skipped += 1;
    if (result.outcome === 'failed') suite[result.error === undefined ? 'failures' : 'errors'] += 1;
    const { name, id: classname, durationMs } = result;
    const known = attributes({ name, classname, time: secondsOf(durationMs) });
    const content = contentOf(result);
    suite.cases.push(
      content === '' ? `    <testcase${known}/>\n` : `    <testcase${known}>\n${content}    </testcase>\n`,
    );
  }

  #suiteOf(name: string): Suite {
    const known = this.#suites.get(name);
    if (known !== undefined) return known;
    const counts = { failures: 0, errors: 0, skipped: 0, durationMs: 0 };
    const suite = { name, startedOn: this.#startedOn, cases: [], ...counts };
    this.#suites.set(name, suite);
    return suite;
  }
}

function suiteXml({ name, startedOn, cases, failures, errors, skipped, durationMs }: Suite): string {
  const known = { name, tests: cases.length, failures, errors, skipped, time: secondsOf(durationMs) };
  const property = `<property${attributes({ name: 'startedOn', value: startedOn })}/>`;
  return [
    `  <testsuite${attributes(known)}>\n`,
    `    <properties>${property}</properties>\n`,
    ...cases,
    '  </testsuite>\n',
  ].join('');
}

/** In the order that Surefire's schema prescribes. */
function contentOf(result: ReportedResult): string {
  if (result.outcome === 'skipped') return `      <skipped${attributes({ message: result.reason })}/>\n`;
  const { retries, pages, polls, warnings } = result;
  const said = [
    ...(result.outcome === 'passed' && result.flaky ? [] : retries.map(retryText)),
    ...(pages === undefined ? [] : [`${pages} pages`]),
    ...(polls === undefined ? [] : [pollsText(polls)]),
    ...warnings.map((warning) => `warning: ${mismatchText(warning)} (${formatLocation(warning.location)})`),
  ].join('\n');
  return [
    ...(result.outcome === 'failed' ? [failureXml(result)] : result.flaky ? retries.map(flakyXml) : []),
    said === '' ? '' : `      <system-out>${escapeXml(said)}</system-out>\n`,
  ].join('');
}

function flakyXml(retried: ReportedFailure['retries'][number]): string {
  const known = attributes({ message: retried.reason, type: 'retry' });
  return `      <flakyFailure${known}><stackTrace>${escapeXml(retryText(retried))}</stackTrace></flakyFailure>\n`;
}

function failureXml(result: ReportedFailure): string {
  const { error, cause } = result;
  const element = error === undefined ? 'failure' : 'error';
  const known = attributes({ message: explainFailure(result), type: error?.code ?? cause });
  return `      <${element}${known}>${escapeXml(detailsOf(result))}</${element}>\n`;
}

function detailsOf({ mismatches, error, findings, exchange, location }: ReportedFailure): string {
  const lines = mismatches.flatMap((mismatch) => [
    mismatch.subject,
    `  expected  ${mismatch.expected}`,
    `  actual    ${mismatch.actual}`,
    `  at        ${formatLocation(mismatch.location)}`,
  ]);
  if (error !== undefined) {
    lines.push(`${error.message} (${error.code})`);
    if (error.hint !== undefined) lines.push(`do   ${error.hint}`);
    lines.push(`at   ${formatLocation(error.location ?? location)}`);
    if (error.support !== undefined) lines.push(`ids  ${error.support}`);
  }
  for (const { cause, remedy } of findings) lines.push(`why  ${cause}`, `do   ${remedy}`);
  if (exchange !== undefined)
    lines.push('', ...exchange.request.map((line) => `→ ${line}`), ...exchange.response.map((line) => `← ${line}`));
  return `\n${lines.join('\n')}\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(3);
}
