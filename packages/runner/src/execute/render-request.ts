import { parseDuration, type RenderContext, type RequestDefinition, render, renderText } from '@waybill/collection';
import { LocatedError, type SourceLocation } from '@waybill/errors';
import type { HttpRequest, TokenProvider } from '@waybill/rest';

/**
 * Fills in the templates of a request.
 *
 * @throws {LocatedError} for an unknown variable, an invalid URL or duration, at the place it is written
 */
export function renderRequest(
  request: RequestDefinition,
  context: RenderContext,
  tokenProvider: TokenProvider | undefined,
  signal: AbortSignal | undefined,
): HttpRequest {
  const location = request.locate(['url']);
  const url = parseUrl(renderText(request.url, context, location), location);
  appendQuery(url, request, context);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = assertHeaderValue(name, renderText(value, context, request.locate(['headers', name])), request);
  }
  const body = renderBody(request, context);
  if (body !== undefined && !hasHeader(headers, 'content-type')) headers['content-type'] = body.contentType;
  if (!hasHeader(headers, 'accept')) headers.accept = 'application/json, */*;q=0.8';
  return {
    method: request.method,
    url: url.href,
    headers,
    body: body?.content,
    cookies: request.cookies,
    tokenProvider,
    timeoutMs: renderDuration(request.timeout, context, request.locate(['timeout'])),
    ...(request.followRedirects === undefined ? {} : { followRedirects: request.followRedirects }),
    signal,
  };
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

function renderBody(
  request: RequestDefinition,
  context: RenderContext,
): { content: string; contentType: string } | undefined {
  const { body } = request;
  if (body === undefined) return undefined;
  switch (body.kind) {
    case 'json':
      return {
        content: JSON.stringify(render(body.value, context, request.locate(['json']))),
        contentType: 'application/json',
      };
    case 'form': {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(body.fields)) {
        const rendered = render(value, context, request.locate(['form', name]));
        for (const each of Array.isArray(rendered) ? rendered : [rendered])
          if (each !== null) form.append(name, String(each));
      }
      return { content: form.toString(), contentType: 'application/x-www-form-urlencoded' };
    }
    case 'text':
      return {
        content: renderText(body.text, context, request.locate(['text'])),
        contentType: 'text/plain; charset=utf-8',
      };
  }
}

function hasHeader(headers: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(headers).some((each) => each.toLowerCase() === name);
}

/** Reads a duration that may be a template, in ms. */
export function renderDuration(
  duration: string | number | undefined,
  context: RenderContext,
  location: SourceLocation,
): number | undefined {
  if (duration === undefined) return undefined;
  return parseDuration(typeof duration === 'string' ? renderText(duration, context, location) : duration);
}
