import * as z from 'zod/mini';
import { duration, optionalText, text } from './primitives.ts';

const clientCertificate = z.strictObject({ host: text, certificate: text, key: text, passphrase: optionalText });

/** Whom to trust, and how to prove who we are. */
const tls = z.strictObject({
  ca: z.optional(z.union([z.string(), z.array(text)], 'the path of a PEM file, or a list of paths')),
  clientCertificates: z.optional(z.array(clientCertificate)),
});

const rateLimit = z.strictObject({
  host: optionalText,
  operation: optionalText,
  requests: z.int().check(z.minimum(1), z.maximum(100_000)),
  per: duration,
});

/** How an environment is connected to. */
export const connectionKeys = {
  tls: z.optional(tls),
  http2: z.optional(z.boolean()),
  rateLimits: z.optional(z.array(rateLimit)),
};
