import * as z from 'zod/mini';
import { fileSchemaWith } from './collection-schema.ts';
import { environmentSchemaWith } from './environment-schema.ts';
import { anyIdentity } from './identity-schemas.ts';
import {
  BODY_JSON_SCHEMA,
  bodyMatcher,
  jsonSchema,
  MATCHER_JSON_SCHEMA,
  matcher,
  OPERATORS,
} from './matcher-schema.ts';
import { VARIABLE_NAME, variables } from './primitives.ts';
import { METHODS, REQUEST_KEY, requestSchema } from './request-schema.ts';

/** JSON Schema (draft 2020-12) of collection files, for editors. */
export function collectionJsonSchema(): object {
  const requests = z.record(z.string().check(z.regex(REQUEST_KEY)), requestSchema);
  return {
    ...toJsonSchema(fileSchemaWith(requests), 'Waybill collection'),
    $defs: { matcher: MATCHER_JSON_SCHEMA, body: BODY_JSON_SCHEMA },
  };
}

/** JSON Schema (draft 2020-12) of environment files, for editors. */
export function environmentJsonSchema(): object {
  return toJsonSchema(environmentSchemaWith(anyIdentity), 'Waybill environment');
}

function toJsonSchema(schema: z.ZodMiniType, title: string): object {
  const generated = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => REFINEMENTS.get(zodSchema)?.(jsonSchema),
  });
  return { ...generated, title };
}

/** What the schemas leave to the loader, said in JSON Schema. */
const REFINEMENTS = new Map<unknown, (generated: z.core.JSONSchema.BaseSchema) => void>([
  [matcher, (generated) => void Object.assign(generated, { $ref: '#/$defs/matcher' })],
  [jsonSchema, (generated) => void Object.assign(generated, OPERATORS.schema)],
  [bodyMatcher, (generated) => void Object.assign(generated, { $ref: '#/$defs/body' })],
  [
    variables,
    (generated) => void Object.assign(generated, { propertyNames: { type: 'string', pattern: VARIABLE_NAME.source } }),
  ],
  [
    requestSchema,
    (generated) => {
      // One method in front of its URL, or the two keys.
      generated.oneOf = [...METHODS.map((method) => ({ required: [method] })), { required: ['method', 'url'] }];
    },
  ],
]);
