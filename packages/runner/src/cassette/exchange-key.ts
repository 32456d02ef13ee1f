import type { RecordedRequest } from '@waybill/collection';
import { REDACTED } from '@waybill/redaction';
import { recordedBytes } from './recorded-body.ts';

/** What a request is recognised by: method, URL and body. Headers hold what differs from machine to machine. */
export function exchangeKey(request: RecordedRequest): string {
  return `${request.method} ${request.url}\n${request.omitted ?? recordedBytes(request).toString('latin1')}`;
}

/**
 * The key with every word hidden in which something is hidden. Of two secrets in base64 not the same letters are left,
 * and a stand-in for a secret in base64 is not recognised as one.
 */
export function looseKey(key: string): string {
  return key.replace(/[\w+/=%*-]+/g, (word) => (STAND_IN.test(word) ? REDACTED : word));
}

/**
 * The loose key without ids and points in time, which templates such as `uuid()` and `now()` make anew with each run. Only
 * what the same request once sent may be recognised by so little.
 */
export function volatileKey(origin: string | undefined, key: string): string {
  return `${origin}\n${looseKey(key.replace(GUID, '<guid>').replace(DATE_TIME, '<date-time>'))}`;
}

const GUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;
const DATE_TIME = /\d{4}-\d{2}-\d{2}T\d{2}(?::|%3A)\d{2}(?::|%3A)[\d.]+(?:Z|[+-]\d{2}:\d{2})?/gi;

const STAND_IN = new RegExp([REDACTED.replace(/\W/g, '\\$&'), ...[0, 1, 2].map(base64Core)].join('|'));

/** The letters of the placeholder in base64 that do not depend on what stands before and behind it. */
function base64Core(offset: number): string {
  const base64 = Buffer.from(' '.repeat(offset) + REDACTED).toString('base64');
  return base64.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + REDACTED.length) * 8) / 6));
}
