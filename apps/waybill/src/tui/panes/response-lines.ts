import { formatLocation, LocatedError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { HttpResponse } from '@waybill/rest';
import type { FailedResult, RequestResult } from '@waybill/runner';
import type { RESPONSE_TABS, Running } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain, type Span } from '../ui/lines.tsx';

type Tab = (typeof RESPONSE_TABS)[number];

/** One tab of what came back. */
export function responseLines(
  result: RequestResult | undefined,
  running: Running | undefined,
  tab: Tab,
  redactor: Redactor,
  theme: Theme,
): readonly Line[] {
  if (running !== undefined)
    return [plain(`Under way: ${running.state ?? 'waiting for the answer'}. Esc cancels.`, { color: theme.accent })];
  if (result === undefined) return [plain('Not sent yet: Enter sends.', { dim: true })];
  if (result.outcome === 'skipped')
    return [plain(`Skipped: ${redactor.redact(result.reason)}`, { color: theme.warning })];
  const { response } = result;
  if (tab === 'Checks' || response === undefined) return checkLines(result, redactor, theme);
  if (tab === 'Headers') return headerLines(response, redactor, theme);
  return bodyLines(response, redactor, theme);
}

/** Status, time and size in one line. */
export function responseTitle(result: RequestResult | undefined): string {
  if (result === undefined || result.outcome === 'skipped' || result.response === undefined) return 'Response';
  const { status, timings, body } = result.response;
  return `${status} · ${Math.round(timings.totalMs)} ms · ${body.bytes.length} B`;
}

function headerLines(response: HttpResponse, redactor: Redactor, theme: Theme): readonly Line[] {
  return Object.entries(redactor.redactHeaders(response.headers)).map(
    ([name, value]): Line => [{ text: name, color: theme.key }, { text: `: ${value}` }],
  );
}

const bodies = new WeakMap<HttpResponse, readonly Line[]>();

function bodyLines(response: HttpResponse, redactor: Redactor, theme: Theme): readonly Line[] {
  const known = bodies.get(response);
  if (known !== undefined) return known;
  const lines =
    response.body.bytes.length === 0 ? [plain('(empty body)', { dim: true })] : prettyLines(response, redactor, theme);
  bodies.set(response, lines);
  return lines;
}

function prettyLines(response: HttpResponse, redactor: Redactor, theme: Theme): readonly Line[] {
  let text = response.body.text();
  try {
    text = JSON.stringify(response.body.json(), null, 2);
  } catch {
    // Not JSON: shown as it came.
  }
  return redactor
    .redact(text)
    .split(/\r?\n/)
    .map((line) => jsonSpans(line, theme));
}

/** Colours one line of pretty-printed JSON; strings never span lines there. */
function jsonSpans(line: string, theme: Theme): Line {
  const match = /^(\s*)("(?:[^"\\]|\\.)*"(?=: ))?(: )?(.*)$/s.exec(line);
  if (match === null) return plain(line);
  const [, indent = '', key = '', colon = '', rest = ''] = match;
  const color = rest.startsWith('"') ? theme.good : /^[-\dtfn]/.test(rest) ? theme.text : undefined;
  const spans: Span[] = [{ text: indent }, { text: key, color: theme.key }, { text: colon }, { text: rest, color }];
  return spans.filter(({ text }) => text !== '');
}

function checkLines(result: RequestResult, redactor: Redactor, theme: Theme): readonly Line[] {
  if (result.outcome !== 'failed') return [plain('✔ Everything is as expected.', { color: theme.good })];
  return [...failureLines(result, redactor, theme), ...findingLines(result, theme)];
}

function failureLines({ mismatches, error }: FailedResult, redactor: Redactor, theme: Theme): readonly Line[] {
  const safe = (text: string) => redactor.redact(text);
  const lines = mismatches.flatMap(({ subject, expected, actual, location }): Line[] => [
    [
      { text: '✘ ', color: theme.bad },
      { text: safe(subject), bold: true },
    ],
    plain(`  expected  ${safe(expected)}`),
    plain(`  actual    ${safe(actual)}`, { color: theme.bad }),
    plain(`  at        ${formatLocation(location)}`, { dim: true }),
  ]);
  if (error === undefined) return lines;
  lines.push([{ text: '✘ ', color: theme.bad }, { text: safe(error.message) }, { text: ` ${error.code}`, dim: true }]);
  if (error.hint !== undefined) lines.push(plain(`  ${safe(error.hint)}`, { color: theme.warning }));
  if (error instanceof LocatedError) lines.push(plain(`  at ${formatLocation(error.location)}`, { dim: true }));
  return lines;
}

function findingLines({ findings }: FailedResult, theme: Theme): readonly Line[] {
  return findings.flatMap(({ cause, remedy }): Line[] => [
    [],
    plain(`why  ${cause}`, { color: theme.warning }),
    plain(`do   ${remedy}`),
  ]);
}
