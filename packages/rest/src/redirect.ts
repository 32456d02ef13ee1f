import { WaybillError } from '@waybill/errors';
import { isSensitiveHeader } from '@waybill/redaction';
import type { HttpRequest } from './http-request.ts';
import type { Redirect } from './http-response.ts';

/** As many as browsers follow, less those that only a loop needs. */
const MAX_REDIRECTS = 10;

const REDIRECT_STATUS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const CONTENT_HEADERS: ReadonlySet<string> = new Set(['content-type', 'content-length', 'content-encoding']);

/**
 * The request a redirect asks for, or `undefined` when it is not to be followed (RFC 9110 section 15.4).
 *
 * A credential the caller wrote into a header never crosses to another origin; a bearer token is attached anew, if its
 * provider allows the new host. A body would carry its secrets along, so it crosses only on the same condition.
 */
export function followRedirect(request: HttpRequest, redirect: Redirect): HttpRequest | undefined {
  const from = new URL(request.url);
  const to = new URL(redirect.location);
  const isCrossOrigin = from.origin !== to.origin;
  const becomesGet =
    redirect.status === 303 ? request.method !== 'HEAD' : redirect.status < 303 && request.method === 'POST';
  const hasBody = request.body !== undefined && !becomesGet;
  if (isCrossOrigin && hasBody && !request.tokenProvider?.allows(to)) return undefined;
  const headers = Object.entries(request.headers).filter(([name]) => {
    const lowerCase = name.toLowerCase();
    return !(isCrossOrigin && isSensitiveHeader(lowerCase)) && !(becomesGet && CONTENT_HEADERS.has(lowerCase));
  });
  return {
    ...request,
    url: to.href,
    method: becomesGet ? 'GET' : request.method,
    headers: Object.fromEntries(headers),
    body: hasBody ? request.body : undefined,
  };
}

/** Reads the redirect out of a response; `undefined` if it is none. */
export function redirectOf(status: number, location: string | undefined, base: string): Redirect | undefined {
  if (!REDIRECT_STATUS.has(status) || location === undefined) return undefined;
  if (!URL.canParse(location, base)) return undefined;
  const url = new URL(location, base);
  return /^https?:$/.test(url.protocol) ? { status, location: url.href } : undefined;
}

/** @throws {WaybillError} ERR_REDIRECT_LIMIT */
export function assertRedirectLimit(redirects: readonly Redirect[], url: string): void {
  if (redirects.length <= MAX_REDIRECTS) return;
  throw new WaybillError('ERR_REDIRECT_LIMIT', `${new URL(url).host} redirected more than ${MAX_REDIRECTS} times.`, {
    hint: `The last Location was ${redirects.at(-1)?.location}. Send the request to the final URL directly.`,
  });
}
