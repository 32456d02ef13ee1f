import { Body, View } from '@waybill/json-view';
import { Redactor } from '@waybill/redaction';
import { expect, test } from 'vitest';
import { redactRows } from './redact-rows.ts';

const SECRET = 'first half\nsecond';

function redacted(text: string, sight: { left?: number; width?: number } = {}): readonly (string | undefined)[] {
  const body = new Body(Buffer.from(text));
  while (!body.step(100));
  const redactor = new Redactor();
  redactor.add(SECRET);
  redactor.add('hunter2-hunter2');
  return redactRows(new View(body), { top: 0, count: 10, left: 0, width: 40, ...sight }, redactor);
}

test('rows without a secret are left alone', () => {
  expect(redacted('{"a":[1,"b"]}')).toEqual(Array(6).fill(undefined));
});

test('a secret that an edge cuts is hidden', () => {
  expect(redacted('see hunter2-hunter2 now', { width: 10 })).toEqual(['see *** no']);
  expect(redacted('see hunter2-hunter2 now', { left: 6 })).toEqual(['* now']);
});

test('a secret that is known by the name of its field stays hidden however far it is scrolled', () => {
  const [, row] = redacted(JSON.stringify({ password: 'x'.repeat(100_000) }), { left: 60_000 });
  expect(row).toBe('');
});

test('a secret that is broken at the end of a line is hidden on both', () => {
  expect(redacted(`a\nfirst half\nsecond\nb`)).toEqual([undefined, '***', '***', undefined]);
  expect(redacted('x\n"password":\n  "opaque"\ny')).toEqual([undefined, undefined, '  "***"', undefined]);
});

test('a wide character that an edge cuts is left out', () => {
  expect(redacted('漢字 hunter2-hunter2', { left: 1, width: 5 })).toEqual([' 字 *']);
});
