import * as z from 'zod/mini';
import { optionalText, text } from './primitives.ts';

const headers = z.optional(z.record(z.string(), text));

const body = {
  json: z.optional(z.unknown()),
  text: optionalText,
  base64: optionalText,
  omitted: optionalText,
};

export const CASSETTE_BODY_KINDS = Object.keys(body) as readonly (keyof typeof body)[];

const status = z.int().check(z.minimum(100), z.maximum(599));

const response = z.strictObject({
  status,
  httpVersion: z.optional(z.enum(['1.1', '2'])),
  redirects: z.optional(z.array(z.strictObject({ status, location: text }))),
  certificate: z.optional(z.strictObject({ subject: text, issuer: text, validFrom: text, validTo: text })),
  headers,
  ...body,
});

/** What may go wrong on the wire; nothing else is an exchange. */
const FAILURES = [
  'ERR_NETWORK_REFUSED',
  'ERR_NETWORK_DNS',
  'ERR_NETWORK_TLS',
  'ERR_NETWORK_TIMEOUT',
  'ERR_NETWORK_FAILED',
  'ERR_REDIRECT_LIMIT',
  'ERR_BODY_TOO_LARGE',
] as const;

const errorCode = z.enum(FAILURES);

/** The code as a cassette may hold it; undefined for what does not come from the wire. */
export function recordedErrorCode(code: string): (typeof FAILURES)[number] | undefined {
  return FAILURES.find((known) => known === code);
}

/** A cassette. Rules that span keys are the loader's. */
export const cassetteSchema = z.strictObject({
  cassette: z.literal(1),
  exchanges: z.array(
    z.strictObject({
      for: optionalText,
      request: z.strictObject({ method: text, url: text, headers, ...body }),
      response: z.optional(response),
      error: z.optional(z.strictObject({ code: errorCode, message: text, hint: optionalText })),
    }),
  ),
});

export type CassetteDocument = z.infer<typeof cassetteSchema>;
