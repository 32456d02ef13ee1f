import * as z from 'zod/mini';
import { graphql, multipart } from './body-schemas.ts';
import { bodyMatcher, jsonSchema, matcher } from './matcher-schema.ts';
import { duration, fields, inheritable, optionalText, text } from './primitives.ts';

export const REQUEST_KEY = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** Methods that may stand as a key in front of their URL. */
export const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

export const BODY_KINDS = ['json', 'form', 'text', 'file', 'multipart', 'graphql'] as const;

const snapshot = z.union(
  [z.literal(true), z.strictObject({ ignore: z.array(text) })],
  'true, or a mapping with `ignore`, a list of JSONPaths',
);

const expectations = z.strictObject({
  status: z.optional(matcher),
  time: optionalText,
  size: optionalText,
  certificate: optionalText,
  redirect: z.optional(matcher),
  headers: z.optional(z.record(z.string(), matcher)),
  body: z.optional(bodyMatcher),
  schema: z.optional(jsonSchema),
  xml: z.optional(z.record(z.string(), matcher)),
  snapshot: z.optional(snapshot),
});

const capture = z.union(
  [
    z.string(),
    z.strictObject({
      path: optionalText,
      header: optionalText,
      status: z.optional(z.literal(true)),
      secret: z.optional(z.boolean()),
    }),
  ],
  'a JSONPath such as $.value[0].id, or a mapping with path, header or status',
);

const conditions = z.record(z.string(), matcher);

const poll = z.strictObject({
  get: text,
  every: z.optional(duration),
  timeout: z.optional(duration),
  until: conditions,
  fail: z.optional(conditions),
});

const when = z.union([z.string(), z.boolean(), conditions], 'a template, or a mapping from variables to matchers');

const PAGING_STYLES = ['odata', 'continuation', 'skip'] as const;

const paginate = z.strictObject({
  by: z.enum(PAGING_STYLES),
  pages: z.int().check(z.minimum(1), z.maximum(10_000)),
  pageSize: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
});

const events = z.strictObject({
  max: z.optional(z.int().check(z.minimum(1), z.maximum(10_000))),
  timeout: z.optional(duration),
  until: z.optional(conditions),
});

/** One request. Rules that span keys, and matchers, are the loader's. */
export const requestSchema = z.strictObject({
  name: optionalText,
  description: optionalText,
  docs: optionalText,
  get: optionalText,
  post: optionalText,
  put: optionalText,
  patch: optionalText,
  delete: optionalText,
  head: optionalText,
  options: optionalText,
  method: optionalText,
  url: optionalText,
  query: z.optional(fields),
  json: z.optional(z.unknown()),
  form: z.optional(fields),
  text: optionalText,
  file: optionalText,
  multipart: z.optional(multipart),
  graphql: z.optional(graphql),
  expect: z.optional(expectations),
  warn: z.optional(expectations),
  capture: z.optional(z.record(z.string(), capture)),
  needs: z.optional(z.array(text)),
  poll: z.optional(poll),
  paginate: z.optional(paginate),
  events: z.optional(events),
  download: optionalText,
  when: z.optional(when),
  ...inheritable,
});
