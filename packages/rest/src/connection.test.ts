import { createSecureContext } from 'node:tls';
import { makeKeyAndCertificate, serve, serveTls } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { createDispatcher, type HttpRequest, RestClient } from './index.ts';

function get(url: string): HttpRequest {
  return { method: 'GET', url, headers: {} };
}

function trusting(certificate: string, http2 = false): RestClient {
  const secureContext = createSecureContext({ ca: certificate });
  return new RestClient({ dispatcher: createDispatcher({ secureContext, http2 }) });
}

test('the first request of a connection tells how long opening it took, later ones do not', async () => {
  const origin = await serve((_request, response) => response.end());
  const client = new RestClient();
  const first = await client.send(get(origin.replace('127.0.0.1', 'localhost')));
  expect(first.timings).toMatchObject({ dnsMs: expect.any(Number), tcpMs: expect.any(Number) });
  expect(first.timings).not.toHaveProperty('tlsMs');
  const { dnsMs = 0, tcpMs = 0, headersMs } = first.timings;
  expect(dnsMs + tcpMs).toBeLessThanOrEqual(headersMs);
  const second = await client.send(get(origin.replace('127.0.0.1', 'localhost')));
  expect(second.timings).not.toHaveProperty('dnsMs');
  expect(second.timings).not.toHaveProperty('tcpMs');
  expect(second).toMatchObject({ httpVersion: '1.1', certificate: undefined });
});

test('an address needs no lookup', async () => {
  const origin = await serve((_request, response) => response.end());
  const { timings } = await new RestClient().send(get(origin));
  expect(timings).not.toHaveProperty('dnsMs');
  expect(timings).toMatchObject({ tcpMs: expect.any(Number) });
});

test('a server that speaks TLS shows its certificate, also on a connection that is open', async () => {
  const pair = await makeKeyAndCertificate('api.contoso.example');
  const origin = await serveTls(pair, (_request, response) => response.end());
  const client = trusting(pair.certificate);
  const first = await client.send(get(origin));
  expect(first.timings.tlsMs).toBeGreaterThan(0);
  expect(first.certificate).toMatchObject({ subject: 'api.contoso.example', issuer: 'api.contoso.example' });
  const { validFrom, validTo } = first.certificate ?? {};
  expect(validFrom?.getTime()).toBeLessThanOrEqual(Date.now());
  expect(validTo?.getTime()).toBeGreaterThan(Date.now());
  const second = await client.send(get(origin));
  expect(second.timings).not.toHaveProperty('tlsMs');
  expect(second.certificate).toEqual(first.certificate);
});

test('a connection that the server closes at once shows its certificate, and so does the next one', async () => {
  const pair = await makeKeyAndCertificate('closing.example');
  const origin = await serveTls(pair, (_request, response) => {
    response.setHeader('connection', 'close').end();
  });
  const client = trusting(pair.certificate);
  const subjects: unknown[] = [];
  for (const _time of [1, 2]) subjects.push((await client.send(get(origin))).certificate?.subject);
  expect(subjects).toEqual(['closing.example', 'closing.example']);
});

test('of redirects the last hop tells', async () => {
  const pair = await makeKeyAndCertificate('last.example');
  const last = await serveTls(pair, (_request, response) => response.end());
  const first = await serve((_request, response) => response.writeHead(302, { location: last }).end());
  const client = trusting(pair.certificate);
  expect(await client.send(get(first))).toMatchObject({
    timings: { tlsMs: expect.any(Number) },
    certificate: { subject: 'last.example' },
  });
  // Back on plain HTTP nothing of TLS may be left over.
  const back = await serveTls(pair, (_request, response) => response.writeHead(302, { location: plain }).end());
  const plain = await serve((_request, response) => response.end());
  const response = await client.send(get(back));
  expect(response.certificate).toBeUndefined();
  expect(response.timings).not.toHaveProperty('tlsMs');
});

test('requests side by side each tell of their own connection', async () => {
  const origin = await serve((_request, response) => response.end());
  const client = new RestClient();
  const responses = await Promise.all([1, 2, 3].map(() => client.send(get(origin))));
  expect(responses.map(({ timings }) => timings.tcpMs)).toEqual([1, 2, 3].map(() => expect.any(Number)));
});

test('HTTP/2 is told', async () => {
  const pair = await makeKeyAndCertificate();
  const origin = await serveTls({ ...pair, http2: true }, (_request, response) => response.end());
  const client = trusting(pair.certificate, true);
  expect(await client.send(get(origin))).toMatchObject({ httpVersion: '2' });
  expect(await client.send(get(origin))).toMatchObject({ httpVersion: '2' });
});
