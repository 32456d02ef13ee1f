import type { Redactor } from '@waybill/redaction';
import type { HttpResponse, ServerCertificate, Timings } from '@waybill/rest';
import type { Theme } from '../theme/theme.ts';
import type { Line } from '../ui/lines.tsx';

export interface TimingLinesOptions {
  readonly redactor: Redactor;
  readonly theme: Theme;
  /** Columns of the pane. */
  readonly width: number;
  readonly nowMs: number;
}

interface Phase {
  readonly name: string;
  /** Undefined for what did not happen. */
  readonly ms: number | undefined;
  readonly without: string;
}

const NAME_WIDTH = 13;
const TIME_WIDTH = 10;
/** A bar that is shorter says nothing. */
const SHORTEST_BAR = 10;
const LONGEST_BAR = 40;
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** Where the time of a response went, how big it is, how it travelled, and who sent it. */
export function timingLines(response: HttpResponse, options: TimingLinesOptions): readonly Line[] {
  const { theme, redactor, nowMs } = options;
  const { timings, httpVersion, certificate, redirects } = response;
  const fact = (name: string, value: string): Line => [
    { text: name.padEnd(NAME_WIDTH), color: theme.key },
    { text: value },
  ];
  return [
    ...phaseLines(phasesOf(response), timings.totalMs, options),
    fact('total', millis(timings.totalMs)),
    [],
    fact('size', sizeOf(response)),
    fact('HTTP', httpVersion),
    ...(certificate === undefined ? [] : certificateLines(certificate, nowMs, theme)),
    ...redirects.map(({ status, location }) => fact('redirect', `${status} → ${redactor.redact(location)}`)),
  ];
}

/** The steps of an exchange, one after the other. */
function phasesOf({ timings, sent }: HttpResponse): readonly Phase[] {
  const { dnsMs, tcpMs, tlsMs, headersMs, totalMs } = timings;
  const isNew = tcpMs !== undefined;
  const isSecure = sent.url.startsWith('https:');
  const without = isNew ? 'none' : 'reused';
  return [
    { name: 'DNS', ms: dnsMs, without },
    { name: 'TCP', ms: tcpMs, without },
    { name: 'TLS', ms: tlsMs, without: isSecure ? without : 'none' },
    { name: 'first byte', ms: waitingMs(timings), without },
    { name: 'download', ms: Math.max(0, totalMs - headersMs), without },
  ];
}

/** How long the server was waited for once the connection was there, redirects included. */
function waitingMs({ dnsMs = 0, tcpMs = 0, tlsMs = 0, headersMs }: Timings): number {
  return Math.max(0, headersMs - dnsMs - tcpMs - tlsMs);
}

function phaseLines(phases: readonly Phase[], totalMs: number, { theme, width }: TimingLinesOptions): readonly Line[] {
  const barWidth = Math.min(LONGEST_BAR, width - NAME_WIDTH - TIME_WIDTH);
  let passedMs = 0;
  return phases.map(({ name, ms, without }): Line => {
    const startMs = passedMs;
    passedMs += ms ?? 0;
    const bar = ms === undefined || barWidth < SHORTEST_BAR ? '' : barText(startMs, ms, totalMs, barWidth);
    return [
      { text: name.padEnd(NAME_WIDTH), color: theme.key },
      { text: (ms === undefined ? without : millis(ms)).padEnd(TIME_WIDTH), dim: ms === undefined },
      { text: bar, color: theme.accent },
    ];
  });
}

/** A bar where and as long as something took of the whole. */
function barText(startMs: number, ms: number, totalMs: number, width: number): string {
  const scale = totalMs > 0 ? width / totalMs : 0;
  const start = Math.min(width - 1, Math.floor(startMs * scale));
  const length = Math.min(width - start, Math.max(1, Math.round(ms * scale)));
  return ' '.repeat(start) + '━'.repeat(length);
}

function millis(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** Bytes of the body as it is shown, and as it came when it was packed. */
function sizeOf({ body, headers }: HttpResponse): string {
  const encoding = headers['content-encoding'];
  const length = headers['content-length'];
  const size = `${sizeText(body.size)}${body.size < 100_000 ? '' : ` (${body.size} B)`}`;
  return encoding === undefined ? size : `${size} decoded, ${length ?? 'unknown number of'} B as ${encoding}`;
}

/** Bytes as long as somebody may want to count them. */
export function sizeText(bytes: number): string {
  return bytes < 100_000 ? `${bytes} B` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function certificateLines(certificate: ServerCertificate, nowMs: number, theme: Theme): readonly Line[] {
  const { subject, issuer, validFrom, validTo } = certificate;
  const days = Math.floor((validTo.getTime() - nowMs) / DAY_MS);
  const left = days < 0 ? 'expired' : days === 1 ? '1 day left' : `${days} days left`;
  const color = days < 0 ? theme.bad : days < SOON_DAYS ? theme.warning : theme.good;
  return [
    [{ text: 'certificate'.padEnd(NAME_WIDTH), color: theme.key }, { text: `${subject}, issued by ${issuer}` }],
    [
      { text: 'valid'.padEnd(NAME_WIDTH), color: theme.key },
      { text: `${dayOf(validFrom)} to ${dayOf(validTo)}, ` },
      { text: left, color },
    ],
  ];
}

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10);
}
