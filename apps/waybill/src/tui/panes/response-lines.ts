import { formatLocation, LocatedError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { HttpResponse } from '@waybill/rest';
import type { FailedResult, Mismatch, RequestResult } from '@waybill/runner';
import { progressText, type Running } from '../runs/run-progress.ts';
import type { RESPONSE_TABS } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';
import { refusalLines } from './refusal-lines.ts';
import { sizeText, type TimingLinesOptions, timingLines } from './timing-lines.ts';

type Tab = (typeof RESPONSE_TABS)[number];

/** One tab of what came back. */
export function responseLines(
  result: RequestResult | undefined,
  running: Running | undefined,
  tab: Tab,
  options: TimingLinesOptions & { readonly sendKey: string },
): readonly Line[] {
  const { redactor, theme } = options;
  if (running !== undefined)
    return [
      plain(`Under way: ${redactor.redact(progressText(running, options.nowMs))}`, { color: theme.accent }),
      plain('Esc cancels.', { dim: true }),
    ];
  if (result === undefined) return [plain(`Not sent yet: ${options.sendKey} sends.`, { dim: true })];
  if (result.outcome === 'skipped')
    return [plain(`Skipped: ${redactor.redact(result.reason)}`, { color: theme.warning })];
  const { response } = result;
  if (tab === 'Checks' || response === undefined) return checkLines(result, redactor, theme);
  if (tab === 'Headers') return headerLines(response, redactor, theme);
  if (tab === 'Timing') return timingLines(response, options);
  if (response.body.file !== undefined)
    return [plain(`Saved to ${redactor.redact(response.body.file)}`, { color: theme.accent })];
  return [plain('(empty body)', { dim: true })];
}

/** Status, time and size in one line. */
export function responseTitle(result: RequestResult | undefined): string {
  if (result === undefined || result.outcome === 'skipped' || result.response === undefined) return 'Response';
  const { status, timings, body } = result.response;
  return `${status} · ${Math.round(timings.totalMs)} ms · ${sizeText(body.size)}`;
}

function headerLines(response: HttpResponse, redactor: Redactor, theme: Theme): readonly Line[] {
  return Object.entries(redactor.redactHeaders(response.headers)).map(
    ([name, value]): Line => [{ text: name, color: theme.key }, { text: `: ${value}` }],
  );
}

function checkLines(result: RequestResult, redactor: Redactor, theme: Theme): readonly Line[] {
  if (result.outcome === 'skipped') return [];
  const warnings = mismatchLines(result.warnings, 'warning: ', theme.warning, redactor);
  if (result.outcome === 'passed') {
    return [plain('✔ Everything is as expected.', { color: theme.good }), ...warnings];
  }
  return [...failureLines(result, redactor, theme), ...warnings, ...refusalLines(result, redactor, theme)];
}

function failureLines({ mismatches, error }: FailedResult, redactor: Redactor, theme: Theme): readonly Line[] {
  const safe = (text: string) => redactor.redact(text);
  const lines = mismatchLines(mismatches, '✘ ', theme.bad, redactor);
  if (error === undefined) return lines;
  lines.push([{ text: '✘ ', color: theme.bad }, { text: safe(error.message) }, { text: ` ${error.code}`, dim: true }]);
  if (error.hint !== undefined) lines.push(plain(`  ${safe(error.hint)}`, { color: theme.warning }));
  if (error instanceof LocatedError) lines.push(plain(`  at ${formatLocation(error.location)}`, { dim: true }));
  return lines;
}

function mismatchLines(
  mismatches: readonly Mismatch[],
  mark: string,
  color: string | undefined,
  redactor: Redactor,
): Line[] {
  const safe = (text: string) => redactor.redact(text);
  return mismatches.flatMap(({ subject, expected, actual, location }): Line[] => [
    [
      { text: mark, color },
      { text: safe(subject), bold: true },
    ],
    plain(`  expected  ${safe(expected)}`),
    plain(`  actual    ${safe(actual)}`, { color }),
    plain(`  at        ${formatLocation(location)}`, { dim: true }),
  ]);
}
