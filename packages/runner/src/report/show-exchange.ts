import type { Redactor } from '@waybill/redaction';
import type { HttpRequest, HttpResponse } from '@waybill/rest';
import { sentBodyText } from './show-sent-body.ts';

/** A request and its response, fit to be shown: redacted first, shortened then, with nothing that acts on a terminal. */
export interface ShownExchange {
  readonly request: readonly string[];
  readonly response: readonly string[];
}

type Sent = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>;

const MOST_LINES = 30;
const LONGEST_LINE = 500;

export function showExchange(response: HttpResponse, redactor: Redactor): ShownExchange {
  return {
    request: showSent(response.sent, redactor),
    response: [
      `HTTP ${response.status}`,
      ...showHeaders(response.headers, redactor),
      ...showResponseBody(response, redactor),
    ],
  };
}

/** A request as it went out, or would. */
export function showSent(sent: Sent, redactor: Redactor): readonly string[] {
  return [
    shorten(`${sent.method} ${redactor.redact(sent.url)}`),
    ...showHeaders(sent.headers, redactor),
    ...showBody(sentBodyText(sent.body), redactor),
  ];
}

/** Headers that every response has and that never explain a failure. */
const BOILERPLATE =
  /^(connection|keep-alive|date|transfer-encoding|pragma|cache-control|strict-transport-security|x-content-type-options|x-frame-options|access-control-.*)$/;

function showHeaders(headers: Readonly<Record<string, string>>, redactor: Redactor): string[] {
  return Object.entries(redactor.redactHeaders(headers))
    .filter(([name]) => !BOILERPLATE.test(name))
    .map(([name, value]) => shorten(`${name}: ${value}`));
}

function showResponseBody({ body, headers }: HttpResponse, redactor: Redactor): string[] {
  if (body.file !== undefined) return [shorten(`(${body.size} bytes saved to ${redactor.redact(body.file)})`)];
  if (body.size === 0) return ['(empty body)'];
  const isText = /text|json|xml|html|form|javascript|^$/i.test(headers['content-type'] ?? '');
  return isText ? showBody(body.text(), redactor) : [`(${body.size} bytes of ${headers['content-type']})`];
}

function showBody(body: string, redactor: Redactor): string[] {
  if (body === '') return [];
  const lines = redactor.redact(indent(body)).split(/\r?\n/);
  const shown = lines.slice(0, MOST_LINES).map(shorten);
  if (lines.length > MOST_LINES) shown.push(`… ${lines.length - MOST_LINES} more lines`);
  return shown;
}

/** Pretty-printing a body of many megabytes to show thirty lines of it would only cost time. */
const LONGEST_INDENTED = 200_000;

function indent(body: string): string {
  if (body.length > LONGEST_INDENTED) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** Cuts a line that was redacted already, and makes control and bidirectional characters visible. */
export function shorten(line: string): string {
  const cut = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}… (${line.length} characters)` : line;
  return escapeControls(cut);
}

/** Characters that could move the cursor, colour the screen or reorder the text are written as escapes. */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
