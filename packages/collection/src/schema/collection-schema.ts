import * as z from 'zod/mini';
import { inheritable, optionalText } from './primitives.ts';

const head = {
  name: optionalText,
  description: optionalText,
  baseUrl: optionalText,
  ...inheritable,
};

/** A file without its requests: they are checked one by one, so that one mistake does not hide the others. */
export const fileHeadSchema = z.strictObject({ ...head, requests: z.optional(z.unknown()) });

/** The shape of a whole file, for editors. */
export function fileSchemaWith(requests: z.ZodMiniType) {
  return z.strictObject({ ...head, requests: z.optional(requests) });
}
