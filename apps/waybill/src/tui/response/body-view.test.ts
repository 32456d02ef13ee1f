import { ResponseBody } from '@waybill/rest';
import { expect, test } from 'vitest';
import { BodyView } from './body-view.ts';

/** A view of a body that is read to its end. */
async function viewOf(bytes: Buffer | string, contentType = 'application/json'): Promise<BodyView> {
  const response = {
    status: 200,
    headers: { 'content-type': contentType },
    body: new ResponseBody(Buffer.from(bytes), contentType),
    timings: { startedOn: new Date(), headersMs: 1, totalMs: 1 },
    httpVersion: '1.1' as const,
    redirects: [],
    sent: { method: 'GET', url: 'http://localhost/', headers: {}, body: undefined },
  };
  const bodyView = new BodyView(response, () => {});
  await bodyView.indexed;
  return bodyView;
}

test('the cursor stays within the body, and the window around the cursor', async () => {
  const bodyView = await viewOf(JSON.stringify(Array.from({ length: 100 }, (_, index) => index)));
  bodyView.move(Number.POSITIVE_INFINITY);
  expect(bodyView.cursor).toBe(101);
  expect(bodyView.fit(10, 80)).toBe(92);
  bodyView.move(-5);
  expect(bodyView.fit(10, 80)).toBe(92);
  bodyView.move(Number.NEGATIVE_INFINITY);
  expect([bodyView.cursor, bodyView.fit(10, 80)]).toEqual([0, 0]);
});

test.each([
  ['only white space', ' \n '],
  ['one letter', 'x'],
  ['bytes that are no text', Buffer.from([0xff, 0x00, 0x1b, 0x80])],
])('a body of %s can be looked at and takes every command', async (_name, bytes) => {
  const bodyView = await viewOf(bytes);
  bodyView.toggleFold();
  await bodyView.toggleFoldWhole();
  await bodyView.toggleFoldWhole();
  bodyView.beginSearch();
  await bodyView.find('q');
  bodyView.turnMatch(1);
  bodyView.turnMatch(-1);
  expect(bodyView.search?.summary).toBe('no match');
  bodyView.endSearch({ back: true });
  bodyView.toggleRaw();
  expect(bodyView.path).toBeUndefined();
  expect(bodyView.fit(10, 80)).toBe(0);
});

test('a value of JSON lines is named with its number', async () => {
  const bodyView = await viewOf('{"a":1}\n{"b":2}\n');
  bodyView.move(4);
  expect(bodyView.path).toBe("value 2 $['b']");
});

test('another charset than UTF-8 is decoded', async () => {
  const bodyView = await viewOf(Buffer.from('caf\u00e9', 'latin1'), 'text/plain; charset=iso-8859-1');
  expect(bodyView.view.window(0, 1)[0]?.tokens[0]?.text).toBe('café');
});

test('a search goes on from where it began and turns around the ends', async () => {
  const bodyView = await viewOf('["a","b","a"]');
  bodyView.move(2);
  bodyView.beginSearch();
  await bodyView.find('"A"');
  expect(bodyView.search?.summary).toBe('no match');
  await bodyView.find('"a"');
  expect([bodyView.cursor, bodyView.search?.summary]).toEqual([3, '2 of 2']);
  bodyView.turnMatch(1);
  expect(bodyView.cursor).toBe(1);
  bodyView.turnMatch(-1);
  expect(bodyView.cursor).toBe(3);
});
