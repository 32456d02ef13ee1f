import { type AddressInfo, createServer } from 'node:net';
import { deadOrigin, serve } from '@waybill/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type HttpRequest, RestClient, type TokenProvider } from './index.ts';

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, ...more };
}

/** Hands out `first`, then `second` to who says that `first` was refused. */
function tokens(allowed: readonly string[], asked: unknown[] = []): TokenProvider {
  return {
    allows: ({ origin }) => allowed.includes(origin),
    getToken: async (options) => {
      asked.push(options);
      return options.insteadOf === undefined ? 'first' : 'second';
    },
  };
}

describe('a response', () => {
  test('is a result whatever its status, with headers in lower case and timings', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(503, { 'X-Trace': ['a', 'b'], 'content-type': 'text/plain' }).end('busy');
    });
    const response = await new RestClient({ userAgent: 'waybill/test' }).send(get(`${origin}/x`));
    expect(response.status).toBe(503);
    expect(response.headers['x-trace']).toBe('a, b');
    expect(response.body.text()).toBe('busy');
    expect(response.timings.totalMs).toBeGreaterThanOrEqual(response.timings.headersMs);
    expect(response.sent).toMatchObject({
      method: 'GET',
      url: `${origin}/x`,
      headers: { 'user-agent': 'waybill/test' },
    });
  });

  test('is decoded by its charset', async () => {
    const origin = await serve((_request, response) => {
      response.setHeader('content-type', 'text/plain; charset=iso-8859-1').end(Buffer.from([0xe9]));
    });
    expect((await new RestClient().send(get(origin))).body.text()).toBe('é');
  });

  test.each([
    ['text/html', '<html>secret-text</html>', 'The body is not JSON (text/html, 24 bytes).'],
    ['application/json', '', 'The body is empty, not JSON.'],
  ])('that is not JSON says so without quoting it (%s)', async (type, body, message) => {
    const origin = await serve((_request, response) => response.setHeader('content-type', type).end(body));
    const response = await new RestClient().send(get(origin));
    expect(() => response.body.json()).toThrow(expect.objectContaining({ code: 'ERR_BODY_NOT_JSON', message }));
  });

  test('larger than the limit fails', async () => {
    const origin = await serve((_request, response) => response.end('x'.repeat(100_000)));
    await expect(new RestClient({ maxBodyBytes: 50_000 }).send(get(origin))).rejects.toMatchObject({
      code: 'ERR_BODY_TOO_LARGE',
    });
  });
});

describe('a failure', () => {
  test('to connect names the host', async () => {
    const origin = await deadOrigin();
    await expect(new RestClient().send(get(origin))).rejects.toMatchObject({
      code: 'ERR_NETWORK_REFUSED',
      host: origin.replace('http://', ''),
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('to answer in time is a timeout', async () => {
    const origin = await serve(() => undefined);
    await expect(new RestClient().send(get(origin, { timeoutMs: 50 }))).rejects.toMatchObject({
      code: 'ERR_NETWORK_TIMEOUT',
    });
  });

  test('in the middle of a body is a lost connection', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    await expect(new RestClient().send(get(origin))).rejects.toMatchObject({ code: 'ERR_NETWORK_FAILED' });
  });

  test('of TLS says what to do about certificates', async () => {
    const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    onTestFinished(() => {
      plain.close();
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(plain.address() as AddressInfo).port}/`;
    await expect(new RestClient().send(get(url))).rejects.toMatchObject({
      code: 'ERR_NETWORK_TLS',
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  test('because the caller cancelled closes the socket', async () => {
    const controller = new AbortController();
    const closed = Promise.withResolvers<void>();
    const origin = await serve((request) => {
      request.socket.on('close', () => closed.resolve());
      controller.abort();
    });
    await expect(new RestClient().send(get(origin, { signal: controller.signal }))).rejects.toMatchObject({
      code: 'ERR_CANCELLED',
    });
    await closed.promise;
  });
});

describe('a redirect', () => {
  const credentials = { authorization: 'Bearer by-hand', cookie: 'a=b', 'x-kept': 'yes' };

  test('within an origin keeps credentials', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
      else response.end(JSON.stringify(request.headers));
    });
    const response = await new RestClient().send(get(`${origin}/a`, { headers: credentials }));
    expect(response.body.json()).toMatchObject(credentials);
    expect(response.redirects).toEqual([{ status: 302, location: `${origin}/b` }]);
  });

  test('to another origin loses credentials and a token its provider keeps from there', async () => {
    const other = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    const origin = await serve((_request, response) => response.writeHead(307, { location: `${other}/b` }).end());
    const byHand = await new RestClient().send(get(origin, { headers: credentials }));
    expect(byHand.body.json()).not.toHaveProperty('authorization');
    expect(byHand.body.json()).not.toHaveProperty('cookie');
    expect(byHand.body.json()).toMatchObject({ 'x-kept': 'yes' });
    const byIdentity = await new RestClient().send(get(origin, { tokenProvider: tokens([origin]) }));
    expect(byIdentity.body.json()).not.toHaveProperty('authorization');
  });

  test('to another origin carries the token if its provider allows that', async () => {
    const other = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    const origin = await serve((_request, response) => response.writeHead(307, { location: other }).end());
    const response = await new RestClient().send(get(origin, { tokenProvider: tokens([origin, other]) }));
    expect(response.body.json()).toMatchObject({ authorization: 'Bearer first' });
  });

  test('to another origin never carries a body there', async () => {
    let reached = false;
    const other = await serve((_request, response) => {
      reached = true;
      response.end();
    });
    const origin = await serve((_request, response) => response.writeHead(308, { location: other }).end());
    const response = await new RestClient().send({ method: 'POST', url: origin, headers: {}, body: 'client_secret=s' });
    expect(response.status).toBe(308);
    expect(reached).toBe(false);
  });

  test.each([
    [301, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'body'],
  ])('%i turns POST into %s', async (status, method, body) => {
    const origin = await serve((request, response, received) => {
      if (request.url === '/') response.writeHead(status, { location: '/next' }).end();
      else
        response.end(
          JSON.stringify({ method: request.method, body: received, type: request.headers['content-type'] ?? null }),
        );
    });
    const request = { method: 'POST', url: `${origin}/`, headers: { 'content-type': 'text/plain' }, body: 'body' };
    expect((await new RestClient().send(request)).body.json()).toEqual({
      method,
      body,
      type: body === '' ? null : 'text/plain',
    });
  });

  test('that never ends is stopped', async () => {
    const origin = await serve((_request, response) => response.writeHead(302, { location: '/' }).end());
    await expect(new RestClient().send(get(origin))).rejects.toMatchObject({ code: 'ERR_REDIRECT_LIMIT' });
  });

  test('to something that is not http is not followed', async () => {
    const origin = await serve((_request, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    );
    expect((await new RestClient().send(get(origin))).status).toBe(302);
  });
});

describe('a token', () => {
  test('is not sent to a host its provider keeps it from', async () => {
    let reached = false;
    const origin = await serve((_request, response) => {
      reached = true;
      response.end();
    });
    const request = get(origin, { tokenProvider: tokens(['https://api.powerbi.com']) });
    await expect(new RestClient().send(request)).rejects.toMatchObject({ code: 'ERR_HOST_NOT_ALLOWED' });
    expect(reached).toBe(false);
  });

  test('that is refused is replaced, once', async () => {
    const seen: (string | undefined)[] = [];
    const origin = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(403).end();
    });
    const asked: unknown[] = [];
    const client = new RestClient({ demandedToken: ({ status }) => (status === 403 ? { claims: '{}' } : undefined) });
    const response = await client.send(get(origin, { tokenProvider: tokens([origin], asked) }));
    expect(response.status).toBe(403);
    expect(seen).toEqual(['Bearer first', 'Bearer second']);
    expect(asked).toEqual([{}, { claims: '{}', insteadOf: 'first' }]);
  });
});
