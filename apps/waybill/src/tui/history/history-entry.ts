import type { Redactor } from '@waybill/redaction';
import type { ResponseBody } from '@waybill/rest';
import type { RequestResult } from '@waybill/runner';

/** What is remembered of one request. All of it is redacted. */
export interface HistoryEntry {
  /** When it was sent, in ISO 8601. */
  readonly time: string;
  readonly environment?: string | undefined;
  readonly requestId: string;
  readonly method: string;
  readonly url: string;
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  readonly status?: number | undefined;
  readonly bytes?: number | undefined;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The start of the response's text. */
  readonly body?: string | undefined;
  /** Whether the text goes on. */
  readonly isCut?: boolean | undefined;
}

const KEPT_LETTERS = 256 * 1024;
/** What is read of a body for that: so much more that no secret at its end can reach into what is kept. */
const READ_BYTES = 1_000_000;

/** An entry for what happened to a request; `undefined` when nothing was sent. */
export function historyEntry(
  result: RequestResult,
  environment: string | undefined,
  redactor: Redactor,
): HistoryEntry | undefined {
  if (result.outcome === 'skipped') return undefined;
  const { request, outcome, response } = result;
  const common = { environment, requestId: request.id, outcome, durationMs: Math.round(result.durationMs) };
  if (response === undefined) {
    const { method, url } = request;
    return {
      time: new Date(Date.now() - result.durationMs).toISOString(),
      ...common,
      method,
      url: redactor.redact(url),
    };
  }
  const { size, file } = response.body;
  const body = redactor.redact(startOf(response.body));
  const isCut = file === undefined && (size > READ_BYTES || body.length > KEPT_LETTERS);
  return {
    time: response.timings.startedOn.toISOString(),
    ...common,
    method: response.sent.method,
    url: redactor.redact(response.sent.url),
    status: response.status,
    bytes: size,
    headers: redactor.redactHeaders(response.headers),
    body: body.slice(0, KEPT_LETTERS),
    ...(isCut ? { isCut } : {}),
  };
}

function startOf(body: ResponseBody): string {
  if (body.file !== undefined) return `(saved to ${body.file})`;
  return body.size > READ_BYTES ? body.bytes.toString('utf8', 0, READ_BYTES) : body.text();
}

/** One line of the file; `undefined` for one that is broken, or that a later version wrote. */
export function readHistoryLine(line: string): HistoryEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is HistoryEntry {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Readonly<Record<string, unknown>>;
  const isOptional = (name: string, type: string) => fields[name] === undefined || typeof fields[name] === type;
  return (
    ['time', 'requestId', 'method', 'url', 'outcome'].every((name) => typeof fields[name] === 'string') &&
    typeof fields.durationMs === 'number' &&
    ['environment', 'body'].every((name) => isOptional(name, 'string')) &&
    ['status', 'bytes'].every((name) => isOptional(name, 'number')) &&
    (fields.headers === undefined || isTexts(fields.headers))
  );
}

function isTexts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string');
}
