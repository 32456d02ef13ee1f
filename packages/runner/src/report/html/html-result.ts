import { formatLocation } from '@waybill/errors';
import type { ReportedFailure, ReportedMismatch, ReportedProblem, ReportedResult } from '../report-schema.ts';
import { pollsText, retryText, seconds } from '../retry-text.ts';
import { facts, line } from './html-text.ts';

type Sent = Exclude<ReportedResult, { outcome: 'skipped' }>;

/** One request as `<details>`; a failed one is open. */
export function resultHtml(result: ReportedResult): string {
  const { method, name, id, docs, location } = result;
  const isSkipped = result.outcome === 'skipped';
  const status = isSkipped ? '' : ` ${result.status ?? 'no response'}`;
  const head = `${outcomeHtml(result)} ${line(method)} <b>${line(name)}</b><span class="dim">${status} ${seconds(result.durationMs)}</span>`;
  const body = [
    isSkipped ? `<p>${line(result.reason)}</p>` : sentHtml(result),
    facts({ id, at: formatLocation(location) }),
    docs !== undefined && /^https?:/.test(docs)
      ? `<p><a href="${line(docs)}" rel="noreferrer">Documentation</a></p>`
      : '',
  ];
  const open = result.outcome === 'failed' ? ' open' : '';
  return `<details class="result ${classesOf(result)}"${open}><summary>${head}</summary><div class="more">${body.join('')}</div></details>\n`;
}

/** What the filters ask for. */
export function classesOf(result: ReportedResult): string {
  if (result.outcome === 'skipped') return 'skipped';
  const flaky = result.outcome === 'passed' && result.flaky ? ' flaky' : '';
  return `${result.outcome}${flaky}${result.warnings.length > 0 ? ' warned' : ''}`;
}

function outcomeHtml(result: ReportedResult): string {
  if (result.outcome === 'failed') return '<span class="outcome bad">✘ failed</span>';
  if (result.outcome === 'skipped') return '<span class="outcome doubt">↓ skipped</span>';
  return result.flaky ? '<span class="outcome doubt">≈ flaky</span>' : '<span class="outcome good">✔ passed</span>';
}

function sentHtml(result: Sent): string {
  const { retries, pages, polls, saved, warnings } = result;
  return [
    result.outcome === 'failed' ? failureHtml(result) : '',
    ...warnings.map((warning) => mismatchHtml(warning, '<span class="doubt">Warning</span> ')),
    ...retries.map((retried) => `<p>Try again: ${line(retryText(retried))}</p>`),
    pages === undefined ? '' : `<p>${pages === 1 ? '1 page' : `${pages} pages`}</p>`,
    polls === undefined ? '' : `<p>${line(pollsText(polls))}</p>`,
    saved === undefined ? '' : `<p>${saved.bytes} bytes in ${line(saved.file)}</p>`,
    timingsHtml(result),
    result.outcome === 'failed' ? exchangeHtml(result) : '',
  ].join('');
}

function failureHtml({ mismatches, error, findings }: ReportedFailure): string {
  return [
    ...mismatches.map((mismatch) => mismatchHtml(mismatch, '')),
    error === undefined ? '' : problemHtml(error),
    ...findings.map(({ cause, remedy }) => facts({ why: cause, do: remedy })),
  ].join('');
}

function mismatchHtml({ subject, expected, actual, location }: ReportedMismatch, mark: string): string {
  return `<h4>${mark}${line(subject)}</h4>${facts({ expected, actual, at: formatLocation(location) })}`;
}

export function problemHtml({ code, message, hint, location, support }: ReportedProblem): string {
  const at = location && formatLocation(location);
  return `<h4 class="bad">${line(message)}</h4>${facts({ code, do: hint, at, ids: support })}`;
}

function timingsHtml({ timings }: Sent): string {
  if (timings === undefined) return '';
  const { dnsMs, tcpMs, tlsMs, headersMs, totalMs } = timings;
  const shown = (ms: number | undefined) => (ms === undefined ? undefined : seconds(ms));
  return facts({
    DNS: shown(dnsMs),
    TCP: shown(tcpMs),
    TLS: shown(tlsMs),
    'until headers': shown(headersMs),
    download: shown(Math.max(0, totalMs - headersMs)),
  });
}

function exchangeHtml({ exchange }: ReportedFailure): string {
  if (exchange === undefined) return '';
  const block = (title: string, lines: readonly string[]) =>
    `<h4>${title}</h4><pre>${lines.map(line).join('\n')}</pre>`;
  return block('Request', exchange.request) + block('Response', exchange.response);
}
