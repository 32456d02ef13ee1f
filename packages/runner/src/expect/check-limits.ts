import {
  type LocatedLimit,
  parseDuration,
  parseLifetime,
  parseSize,
  type RenderContext,
  renderText,
} from '@waybill/collection';
import type { HttpResponse } from '@waybill/rest';
import { located } from '../located.ts';
import type { Mismatch } from '../result.ts';

type Check = (limit: LocatedLimit, response: HttpResponse, context: RenderContext) => readonly Mismatch[];

export const checkTime: Check = (limit, { timings }, context) => {
  const actual = `${Math.round(timings.totalMs)}ms`;
  return compare('time', limit, parseDuration, { amount: timings.totalMs, actual }, context);
};

export const checkSize: Check = (limit, { body }, context) => {
  const amount = body.size;
  return compare('size', limit, parseSize, { amount, actual: `${amount} bytes` }, context);
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Compares the time that the certificate of the server has left. */
export const checkCertificate: Check = (limit, { certificate, sent }, context) => {
  if (certificate === undefined) {
    const actual = `none: ${new URL(sent.url).origin} speaks plain HTTP`;
    const expected = `${limit.operator} ${renderText(limit.limit, context, limit.location)}`;
    return [{ subject: 'certificate', expected, actual, location: limit.location }];
  }
  const leftMs = certificate.validTo.getTime() - Date.now();
  const left = Math.abs(leftMs) < 2 * DAY_MS ? `${Math.floor(leftMs / HOUR_MS)}h` : `${Math.floor(leftMs / DAY_MS)}d`;
  const actual = `${left}: ${certificate.subject} is valid to ${certificate.validTo.toISOString()}`;
  return compare('certificate', limit, parseLifetime, { amount: leftMs, actual }, context);
};

function compare(
  subject: string,
  { operator, limit, location }: LocatedLimit,
  parse: (text: string) => number,
  { amount, actual }: { readonly amount: number; readonly actual: string },
  context: RenderContext,
): readonly Mismatch[] {
  const rendered = renderText(limit, context, location);
  const bound = located(location, () => parse(rendered));
  const isMet = { '<': amount < bound, '<=': amount <= bound, '>': amount > bound, '>=': amount >= bound };
  return isMet[operator] ? [] : [{ subject, expected: `${operator} ${rendered}`, actual, location }];
}
