import { WaybillError } from '@waybill/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valuesLayer } from '../variables.ts';
import { referencedVariables } from './references.ts';
import { render, renderText } from './render.ts';

const location = { file: 'x.yaml', line: 1, column: 1 };
const context = {
  layers: [valuesLayer('test', { a: 1, b: 'x' }, { templated: true })],
  env: {},
  now: () => new Date(0),
};

const pieces = fc.constantFrom(
  ...[
    '{{',
    '}}',
    '{',
    '}',
    ' ',
    'a',
    'b.',
    '[',
    ']',
    '0',
    "'",
    '"',
    '\\',
    '|',
    '(',
    ')',
    ',',
    'uuid',
    'default',
    '\n',
    '$',
    '\u{1f600}',
  ],
);
const template = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(pieces, { maxLength: 30 }).map((list) => list.join('')),
);

test('any text either renders or is refused with a code', () => {
  fc.assert(
    fc.property(template, (text) => {
      try {
        expect(typeof renderText(text, context, location)).toBe('string');
      } catch (error) {
        expect(error).toBeInstanceOf(WaybillError);
      }
      referencedVariables(text);
    }),
    { numRuns: 2_000 },
  );
});

test('values without templates come back equal', () => {
  const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('{{'));
  fc.assert(
    fc.property(plain, (value) => {
      expect(render(value as never, context, location)).toEqual(value);
    }),
  );
});

test('any text can be written as a literal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = text.replace(/[\\']/g, '\\$&');
      expect(render(`{{ '${escaped}' }}`, context, location)).toBe(text);
    }),
  );
});
