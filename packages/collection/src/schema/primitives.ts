import * as z from 'zod/mini';

/** `{{ name }}` must be able to name it. */
export const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:-+[A-Za-z0-9_]+)*$/;

export const text = z.string();

export const optionalText = z.optional(text);

/** Written without quotes as often as not: `x-count: 5`. */
export const scalar = z.union([z.string(), z.number(), z.boolean()], 'a text, a number or a boolean');

export const duration = z.union([z.string(), z.number()], 'a duration such as 5s');

const RETRY_BACKOFFS = ['constant', 'exponential'] as const;

const retry = z.strictObject({
  count: z.int().check(z.minimum(0), z.maximum(100)),
  every: z.optional(duration),
  on: z.optional(z.array(z.union([z.string(), z.number()], 'a status, a class such as 5xx, or network'))),
  backoff: z.optional(z.enum(RETRY_BACKOFFS)),
});

export const variables = z.record(z.string(), z.unknown());

/** Query parameters and form fields: a list repeats the name. */
export const fields = z.record(
  z.string(),
  z.union(
    [z.string(), z.number(), z.boolean(), z.null(), z.array(z.nullable(scalar))],
    'a text, a number, a boolean, or a list of those',
  ),
);

/** What files and folders hand down to the requests below them. */
export const inheritable = {
  auth: optionalText,
  headers: z.optional(z.record(z.string(), scalar)),
  tags: z.optional(z.array(text)),
  timeout: z.optional(duration),
  retry: z.optional(retry),
  cookies: z.optional(z.boolean()),
  followRedirects: z.optional(z.boolean()),
  variables: z.optional(variables),
  setup: z.optional(z.boolean()),
  teardown: z.optional(z.boolean()),
};
