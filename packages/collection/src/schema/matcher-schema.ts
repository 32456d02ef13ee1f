import * as z from 'zod/mini';

/** A matcher, which the loader reads by hand: what it may be depends on what it is matched with. */
export const matcher = z.unknown();

/** A JSON Schema or the path of one, which the loader reads. */
export const jsonSchema = z.unknown();

/** What `expect.body` may be. */
export const bodyMatcher = z.unknown();

export const JSON_TYPES = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'] as const;

const self = { $ref: '#/$defs/matcher' };

/** The operators and, for editors, what each takes. */
export const OPERATORS = {
  equals: { description: 'Deeply equal.' },
  not: { ...self, description: 'The matcher must not hold.' },
  contains: { description: 'A text inside a text, an item of a list, or a part of a mapping.' },
  matches: { type: 'string', description: 'A regular expression, with or without slashes.' },
  type: { anyOf: [{ enum: JSON_TYPES }, { type: 'array', items: { enum: JSON_TYPES }, minItems: 1 }] },
  length: { ...self, description: 'A matcher for the number of characters, items or keys.' },
  min: { type: ['number', 'string'], description: 'At least this, included.' },
  max: { type: ['number', 'string'], description: 'At most this, included.' },
  oneOf: { type: 'array', items: self, minItems: 1, description: 'Any of these.' },
  exists: { type: 'boolean', description: 'Whether there must be a value at all.' },
  every: { ...self, description: 'Every item of the list matches.' },
  some: { ...self, description: 'At least one item of the list matches.' },
  unique: { type: 'boolean', description: 'Whether no item comes twice.' },
  schema: {
    type: ['string', 'object', 'boolean'],
    description: 'A JSON Schema, or the path of a file with one inside the folder of the collection.',
  },
  sorted: { enum: ['ascending', 'descending'], description: 'The order of the items, equal neighbours allowed.' },
} as const;

export type Operator = keyof typeof OPERATORS;

/** JSON Schema of a matcher; inside a document it is known as `#/$defs/matcher`. */
export const MATCHER_JSON_SCHEMA = {
  anyOf: [
    {
      type: ['string', 'number', 'boolean', 'null'],
      description: 'Equal to this; 2xx and /regular expressions/ work.',
    },
    { type: 'array', items: self, minItems: 1, description: 'Any of these.' },
    { type: 'object', properties: OPERATORS, additionalProperties: false, minProperties: 1 },
  ],
};

/** JSON Schema of `expect.body`: paths with matchers, or one matcher for the whole text. */
export const BODY_JSON_SCHEMA = {
  anyOf: [{ type: 'object', patternProperties: { '^\\$': self }, additionalProperties: false }, self],
};
