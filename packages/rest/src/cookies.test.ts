import { serve } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { Cookies } from './cookies.ts';
import { type HttpRequest, RestClient } from './index.ts';

describe('a cookie', () => {
  test.each([
    ['a=1', 'https://api.example.com/x', 'https://api.example.com/y', 'a=1'],
    ['a=1', 'https://api.example.com/', 'https://www.example.com/', undefined],
    ['a=1', 'https://api.example.com/', 'https://sub.api.example.com/', undefined],
    ['a=1; Domain=example.com', 'https://api.example.com/', 'https://www.example.com/', 'a=1'],
    ['a=1; Domain=evil.com', 'https://api.example.com/', 'https://evil.com/', undefined],
    ['a=1; Domain=com', 'https://api.example.com/', 'https://example.com/', undefined],
    ['a=1; Domain=github.io', 'https://me.github.io/', 'https://you.github.io/', undefined],
    ['a=1; Path=/admin', 'https://api.example.com/', 'https://api.example.com/groups', undefined],
    ['a=1; Path=/admin', 'https://api.example.com/', 'https://api.example.com/admin/groups', 'a=1'],
    ['a=1; Secure', 'https://localhost/', 'http://localhost/', undefined],
    ['a=1; Secure', 'https://localhost/', 'https://localhost/', 'a=1'],
    ['a=1; Max-Age=0', 'https://api.example.com/', 'https://api.example.com/', undefined],
    ['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'https://api.example.com/', 'https://api.example.com/', undefined],
    ['no cookie; at all', 'https://api.example.com/', 'https://api.example.com/', undefined],
  ])('%s set by %s gives %s the header %s', async (setCookie, from, to, header) => {
    const cookies = new Cookies();
    await cookies.keep([setCookie], from);
    expect(cookies.headerFor(to, undefined)).toBe(header);
  });

  test('is replaced and removed by its server', async () => {
    const cookies = new Cookies();
    await cookies.keep(['a=1', 'b=2'], 'https://h.example/');
    await cookies.keep(['a=3', 'b=; Max-Age=0'], 'https://h.example/');
    expect(cookies.headerFor('https://h.example/', undefined)).toBe('a=3');
  });

  test('gives way to one of the same name that the request wrote', async () => {
    const cookies = new Cookies();
    await cookies.keep(['a=1', 'b=2'], 'https://h.example/');
    expect(cookies.headerFor('https://h.example/', 'a=mine; c=d')).toBe('a=mine; c=d; b=2');
  });
});

describe('a client', () => {
  const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: 'GET',
    url,
    headers: {},
    ...more,
  });
  /** Sets a cookie at /set, goes on from /enter to /, and tells the cookies it gets. */
  const server = () =>
    serve((request, response) => {
      if (request.url === '/set') response.setHeader('set-cookie', ['session=s3cr3t; HttpOnly', 'theme="dark"']);
      if (request.url === '/enter') response.writeHead(302, { location: '/', 'set-cookie': 'entered=yes' });
      response.end(request.headers.cookie ?? 'none');
    });

  test('sends what it was given, and tells each value', async () => {
    const told: string[] = [];
    const origin = await server();
    const client = new RestClient({ onCookie: (value) => told.push(value) });
    expect((await client.send(get(origin))).body.text()).toBe('none');
    await client.send(get(`${origin}/set`));
    const response = await client.send(get(origin));
    expect(response.body.text()).toBe('session=s3cr3t; theme="dark"');
    expect(response.sent.headers.cookie).toBe('session=s3cr3t; theme="dark"');
    expect(new Set(told)).toEqual(new Set(['s3cr3t', 'dark']));
  });

  test('keeps a cookie of a redirect', async () => {
    const origin = await server();
    expect((await new RestClient().send(get(`${origin}/enter`))).body.text()).toBe('entered=yes');
  });

  test('neither keeps nor sends for a request that wants none, but sends and tells what is written', async () => {
    const told: string[] = [];
    const origin = await server();
    const client = new RestClient({ onCookie: (value) => told.push(value) });
    await client.send(get(`${origin}/set`, { cookies: false }));
    expect((await client.send(get(origin))).body.text()).toBe('none');
    await client.send(get(`${origin}/set`));
    expect((await client.send(get(origin, { cookies: false }))).body.text()).toBe('none');
    const written = get(origin, { cookies: false, headers: { Cookie: 'own=by-hand' } });
    expect((await client.send(written)).body.text()).toBe('own=by-hand');
    expect(told).toContain('by-hand');
  });
});
