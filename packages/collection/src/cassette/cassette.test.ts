import { formatLocation, LocatedError } from '@waybill/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCassette } from './load-cassette.ts';
import { writtenCassette } from './write-cassette.ts';

const text = fc.string({ unit: 'grapheme' });
const body = fc.oneof(
  // Integers that lose digits are recorded as text.
  fc.record({
    json: fc.jsonValue({ stringUnit: 'grapheme' }).filter((value) => !/\d{16}/.test(JSON.stringify(value))),
  }),
  fc.record({
    text: fc.oneof(
      text,
      fc.string({ unit: 'binary' }).filter((each) => each.isWellFormed()),
    ),
  }),
  fc.constant({}),
);

test('whatever is written is read again as it was', () => {
  const arbitrary = fc.array(fc.tuple(body, body, fc.dictionary(text, text)), { maxLength: 4 });
  fc.assert(
    fc.property(arbitrary, (messages) => {
      const exchanges = messages.map(([asked, answered, headers]) => ({
        request: { method: 'POST', url: 'http://h/', headers, ...asked },
        response: { status: 200, headers, ...answered },
      }));
      const read = parseCassette('c.yaml', writtenCassette(exchanges)).exchanges;
      // -0 is 0 in JSON.
      expect(JSON.stringify(read.map(({ location: _location, ...exchange }) => exchange))).toBe(
        JSON.stringify(exchanges),
      );
    }),
  );
});

const exchange = (inner: string) => `cassette: 1\nexchanges:\n  - ${inner}\n`;

test.each([
  ['[', 'c.yaml:1:2 '],
  ['', 'c.yaml:1:1 The cassette must be a mapping'],
  ['cassette: 2\nexchanges: []', 'c.yaml:1:11 `cassette` must be `1`'],
  [exchange('request: { method: GET, url: /x }'), 'c.yaml:3:5 The exchange has no `response` and no `error`.'],
  [exchange('request: { method: GET, url: /x }\n    response: { status: 200 }'), 'This is no URL.'],
  [
    exchange('request: { method: GET, url: "http://h", text: a, json: 1 }\n    response: { status: 200 }'),
    'second body',
  ],
  [exchange('request: { method: GET, url: "http://h", base64: "?" }\n    response: { status: 200 }'), 'not base64'],
  [exchange('request: { method: GET, url: "http://h" }\n    response: { status: 99 }'), 'c.yaml:4:25 `exchanges[0]'],
  [
    exchange('request: { method: GET, url: "http://h" }\n    response: { status: 200, haeders: {} }'),
    'Unknown key `haeders`',
  ],
  [exchange('request: { method: GET, url: "http://h" }\n    error: { code: ERR_USAGE, message: x }'), 'c.yaml:4:20'],
])('a cassette that is none says where: %j', (yaml, message) => {
  const problem = () => {
    try {
      parseCassette('c.yaml', yaml);
    } catch (error) {
      if (error instanceof LocatedError) return `${formatLocation(error.location)} ${error.message}`;
    }
    return 'nothing is wrong';
  };
  expect(problem()).toContain(message);
});
