import { type RenderContext, type RequestDefinition, render, renderText } from '@waybill/collection';
import { LocatedError, type SourceLocation } from '@waybill/errors';
import { DEFAULT_TIMEOUT_MS, type HttpRequest, type TokenProvider } from '@waybill/rest';
import type { FileAccess } from '../files.ts';
import { bodyReaderOf, listeningMs } from './body-reader.ts';
import { type RenderedBody, renderBody } from './render-body.ts';
import { renderDuration } from './render-duration.ts';

/** What a request gets from the run it is part of. */
export interface Surroundings {
  readonly files: FileAccess;
  readonly tokenProvider?: TokenProvider | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fills in the templates of a request.
 *
 * @throws {LocatedError} for an unknown variable, an invalid URL or duration, a file that is out of bounds, at the place it is written
 */
export function renderRequest(
  request: RequestDefinition,
  context: RenderContext,
  { files, tokenProvider, signal }: Surroundings,
): HttpRequest {
  const location = request.locate(['url']);
  const url = parseUrl(renderText(request.url, context, location), location);
  appendQuery(url, request, context);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = assertHeaderValue(name, renderText(value, context, request.locate(['headers', name])), request);
  }
  const body = renderBody(request, context, files);
  if (body !== undefined && !hasHeader(headers, 'content-type')) headers['content-type'] = body.contentType;
  if (!hasHeader(headers, 'accept')) headers.accept = acceptOf(request, body);
  return {
    method: request.method,
    url: url.href,
    headers,
    body: body?.content,
    readBody: bodyReaderOf(request, context, files),
    cookies: request.cookies,
    tokenProvider,
    timeoutMs: timeoutOf(request, context),
    ...(request.followRedirects === undefined ? {} : { followRedirects: request.followRedirects }),
    signal,
  };
}

function acceptOf({ events }: RequestDefinition, body: RenderedBody | undefined): string {
  if (events !== undefined) return 'text/event-stream';
  return body?.accept ?? 'application/json, */*;q=0.8';
}

/** A stream is listened to for its own time, after its headers came in that of any request. */
function timeoutOf(request: RequestDefinition, context: RenderContext): number | undefined {
  const timeoutMs = renderDuration(request.timeout, context, request.locate(['timeout']));
  if (request.events === undefined) return timeoutMs;
  return (timeoutMs ?? DEFAULT_TIMEOUT_MS) + listeningMs(request.events, context);
}

/** Reads a URL that templates were filled into. */
export function parseUrl(text: string, location: SourceLocation): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  const hasCredentials = url !== undefined && url.username !== '';
  throw new LocatedError(
    'ERR_URL_INVALID',
    hasCredentials ? 'The URL carries a user name or password.' : `"${text}" is not an http or https URL.`,
    location,
    {
      hint: hasCredentials
        ? 'Put credentials into an Authorization header or an identity; URLs end up in logs.'
        : 'Check `baseUrl` and the variables in it.',
    },
  );
}

function appendQuery(url: URL, request: RequestDefinition, context: RenderContext): void {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(request.query)) {
    const rendered = render(value, context, request.locate(['query', name]));
    if (rendered === null) continue;
    for (const each of Array.isArray(rendered) ? rendered : [rendered]) {
      pairs.push(`${encodeQuery(name)}=${encodeQuery(typeof each === 'object' ? JSON.stringify(each) : String(each))}`);
    }
  }
  if (pairs.length > 0) url.search = [url.search.slice(1), ...pairs].filter((part) => part !== '').join('&');
}

/** OData options are easier to read plain; everything that could end the pair is encoded. */
function encodeQuery(text: string): string {
  return encodeURIComponent(text).replace(/%(24|28|29|2C|3A|2F|40)/gi, (sequence) => decodeURIComponent(sequence));
}

function assertHeaderValue(name: string, value: string, request: RequestDefinition): string {
  // A line break would start a header of its own (RFC 9110 section 5.5).
  if (!/[\r\n\0]/.test(value)) return value;
  throw new LocatedError(
    'ERR_SCHEMA',
    `The value of header "${name}" contains a line break.`,
    request.locate(['headers', name]),
    {
      hint: 'A token copied with its trailing newline is the usual cause; use the `trim` filter.',
    },
  );
}

function hasHeader(headers: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(headers).some((each) => each.toLowerCase() === name);
}
