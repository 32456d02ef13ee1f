import { isSensitiveHeader } from '@waybill/redaction';
import type { HttpRequest, HttpResponse } from '@waybill/rest';

/** The GET that an answer points to: an operation to follow, or the next page. The rules of redirects apply. */
export function followLink(original: HttpRequest, url: URL, answer: HttpResponse): HttpRequest {
  const isSameOrigin = url.origin === new URL(answer.sent.url).origin;
  // Another host gets the token only from a provider that allows it, and no header written by hand.
  const kept = Object.entries(original.headers).filter(
    ([name]) => !/^content-/i.test(name) && (isSameOrigin || !isSensitiveHeader(name)),
  );
  const tokenProvider = original.tokenProvider?.allows(url) ? original.tokenProvider : undefined;
  return {
    ...original,
    method: 'GET',
    url: url.href,
    headers: Object.fromEntries(kept),
    body: undefined,
    readBody: undefined,
    tokenProvider,
  };
}
