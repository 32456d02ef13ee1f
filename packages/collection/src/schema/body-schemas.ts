import * as z from 'zod/mini';
import { optionalText, scalar, text } from './primitives.ts';

const file = z.strictObject({ file: text, filename: optionalText, type: optionalText });

const part = z.union([scalar, z.null(), file], 'a text, a number, a boolean, or a mapping with file');

/** Fields and files of a form: a list repeats the name. */
export const multipart = z.record(
  z.string(),
  // Not `part` and a list of it: what is wrong inside of a mapping would be lost in a union of unions.
  z.union(
    [scalar, z.null(), file, z.array(part)],
    'a text, a number, a boolean, a mapping with file, or a list of those',
  ),
);

export const graphql = z.strictObject({
  query: z.union([text, z.strictObject({ file: text })], 'a query, or a mapping with file'),
  variables: z.optional(z.record(z.string(), z.unknown())),
  operationName: optionalText,
});
