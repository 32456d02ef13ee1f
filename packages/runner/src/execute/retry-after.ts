import type { HttpResponse } from '@waybill/rest';

/** What `Retry-After` asks for, in ms: seconds or a date (RFC 9110 section 10.2.3); undefined when it says nothing. */
export function retryAfterMs(response: HttpResponse): number | undefined {
  const value = response.headers['retry-after'];
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}

/** Whether the service did not do what it was asked, and says when to ask again. */
export function isThrottled(response: HttpResponse): boolean {
  return (response.status === 429 || response.status === 503) && retryAfterMs(response) !== undefined;
}
