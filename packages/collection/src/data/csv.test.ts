import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';

const fieldsOf = (text: string) => parseCsv('a.csv', text).map(({ fields }) => fields);

test.each<[string, string[][]]>([
  [
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['"a,b","say ""hi""","two\nlines"', [['a,b', 'say "hi"', 'two\nlines']]],
  [
    'a,\n,b\n',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['a,', [['a', '']]],
  ['""\n', [['']]],
  ['\n\na\n\n', [['a']]],
  ['', []],
])('%j', (text, expected) => {
  expect(fieldsOf(text)).toEqual(expected);
});

test('records know their lines', () => {
  expect(parseCsv('a.csv', 'a\n"1\n2"\n\n3\n').map(({ line }) => line)).toEqual([1, 2, 5]);
});

test.each(['a"b', '"a"b', 'x\n"a'])('%j has a quote where none may be', (text) => {
  expect(() => parseCsv('a.csv', text)).toThrow(expect.objectContaining({ code: 'ERR_SCHEMA' }));
});

const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
const plainOrQuoted = (field: string) => (field === '' || /[",\r\n]/.test(field) ? quote(field) : field);
const field = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a') }));
const records = fc.array(fc.array(field, { minLength: 1 }));

test.each([quote, plainOrQuoted])('whatever is written by RFC 4180 is read back', (write) => {
  fc.assert(
    fc.property(records, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, eol, isEnded) => {
      const text = rows.map((row) => row.map(write).join(',')).join(eol) + (isEnded && rows.length > 0 ? eol : '');
      expect(fieldsOf(text)).toEqual(rows);
    }),
  );
});

test('any text is read or refused, and never for ever', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a') }), (text) => {
      try {
        parseCsv('a.csv', text);
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_SCHEMA' });
      }
    }),
  );
});
