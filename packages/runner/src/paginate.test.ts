import { Redactor } from '@waybill/redaction';
import { type Handler, serve } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { describeEvent, terminalReporter } from './index.ts';
import { json, outcomes, runYaml } from './testing/run-yaml.ts';

const list = (paginate: string, more = 'expect: { body: { $.value: { equals: [1, 2, 3] } } }') =>
  `requests: { a: { get: "{{ origin }}/list?$filter=x%20eq%201", auth: app, paginate: ${paginate}, ${more} } }`;

/** Answers each request with the next of these. */
function pages(...bodies: readonly ((origin: string) => unknown)[]): Handler & { readonly seen: string[] } {
  const seen: string[] = [];
  const handler: Handler = (request, response) => {
    const body = bodies[seen.length]?.(`http://${request.headers.host}`) ?? {};
    seen.push(request.url ?? '');
    json(body)(request, response, '');
  };
  return Object.assign(handler, { seen });
}

test('odata: follows @odata.nextLink, and expects of the whole list', async () => {
  const handler = pages(
    (origin) => ({ value: [1, 2], '@odata.nextLink': `${origin}/list?page=2` }),
    () => ({ value: [3] }),
  );
  const outcome = await runYaml(list('{ by: odata, pages: 9 }'), handler);
  expect(outcomes(outcome)).toEqual(['a passed']);
  expect(handler.seen).toEqual(['/list?$filter=x%20eq%201', '/list?page=2']);
  expect(outcome.terminal).toContain('2 pages  200');
  expect(outcome.events.filter(({ type }) => type === 'page')).toMatchObject([
    { request: { key: 'a' }, page: 1, items: 2 },
    { page: 2, items: 3 },
  ]);
  expect(outcome.junit).toContain('<system-out>2 pages</system-out>');
});

test('continuation: goes past empty pages until the token is null, and leaves the token as it is', async () => {
  const next = (origin: string) => ({
    continuationUri: `${origin}/l?continuationToken='%2BRID'`,
    continuationToken: 't',
  });
  const handler = pages(
    (origin) => ({ value: [1], ...next(origin) }),
    (origin) => ({ value: [], ...next(origin) }),
    (origin) => ({ value: [2, 3], ...next(origin), continuationToken: null }),
  );
  const capture = 'capture: { all: $.value }, expect: { body: { $.value: { length: 3 }, $.continuationToken: null } }';
  expect(outcomes(await runYaml(list('{ by: continuation, pages: 9 }', capture), handler))).toEqual(['a passed']);
  expect(handler.seen).toHaveLength(3);
  expect(handler.seen[1]?.replaceAll('%27', "'")).toBe("/l?continuationToken='%2BRID'");
});

test('skip: counts until a page is not full', async () => {
  const handler = pages(
    () => ({ value: [1, 2] }),
    () => ({ value: [3] }),
  );
  expect(outcomes(await runYaml(list('{ by: skip, pages: 9, pageSize: 2 }'), handler))).toEqual(['a passed']);
  expect(handler.seen).toEqual(['/list?$filter=x%20eq%201&$top=2&$skip=0', '/list?$filter=x%20eq%201&$top=2&$skip=2']);
});

test('ends after as many pages as were asked for', async () => {
  const endless = (origin: string) => ({ value: [1], '@odata.nextLink': `${origin}/x` });
  const handler = pages(endless, endless, endless);
  const outcome = await runYaml(
    list('{ by: odata, pages: 2 }', 'expect: { body: { $.value: { length: 2 } } }'),
    handler,
  );
  expect(outcomes(outcome)).toEqual(['a passed']);
  expect(handler.seen).toHaveLength(2);
});

test('a page that fails fails the request, and a page that is throttled is waited for', async () => {
  let calls = 0;
  const outcome = await runYaml(list('{ by: odata, pages: 9 }'), (request, response) => {
    calls += 1;
    if (calls === 2) response.writeHead(429, { 'retry-after': '0' }).end();
    else if (calls === 3) response.writeHead(401).end();
    else json({ value: [1], '@odata.nextLink': `http://${request.headers.host}/2` })(request, response, '');
  });
  expect(outcome.results[0]).toMatchObject({ outcome: 'failed', cause: 'refused', retries: [{ throttled: true }] });
});

test('a link to another host gets no credentials unless the identity allows it', async () => {
  const seen: unknown[] = [];
  const elsewhere = await serve((request, response) => {
    seen.push(request.headers.authorization, request.headers.cookie);
    response.end('{"value":[]}');
  });
  const handler = json({ value: [1], '@odata.nextLink': `${elsewhere}/x` });
  const yaml = `requests: { a: { get: "{{ origin }}", headers: { Authorization: x, Cookie: y }, paginate: { by: odata, pages: 3 } } }`;
  expect(outcomes(await runYaml(yaml, handler))).toEqual(['a passed']);
  expect(seen).toEqual([undefined, undefined]);
});

test.each([
  ['{ by: continuation, pages: 2 }', { continuationToken: 't' }, 'ERR_SCHEMA'],
  ['{ by: odata, pages: 2 }', [1], 'ERR_SCHEMA'],
  ['{ by: odata, pages: 2 }', { '@odata.nextLink': 'ftp://x' }, 'ERR_URL_INVALID'],
])('%s of %j is a mistake', async (paginate, body, code) => {
  const outcome = await runYaml(list(paginate, ''), json(body));
  expect(outcome.results[0]).toMatchObject({ outcome: 'failed', error: { code } });
});

test('a terminal shows how far it is', async () => {
  const handler = pages(
    (origin) => ({ value: [1, 2], '@odata.nextLink': `${origin}/list?page=2` }),
    () => ({ value: [3] }),
  );
  const { events } = await runYaml(list('{ by: odata, pages: 9 }'), handler);
  let shown = '';
  const write = (text: string) => {
    shown += text;
  };
  const reporter = terminalReporter({ write, color: false, interactive: true, columns: 80 });
  for (const event of events) reporter.onEvent(describeEvent(event, new Redactor()));
  expect(shown).toMatch(/a: page 1, 2 items.*a: page 2, 3 items/s);
});
