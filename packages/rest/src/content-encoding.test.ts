import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { serve } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { type HttpRequest, RestClient } from './index.ts';

function get(url: string, headers: Record<string, string> = {}): HttpRequest {
  return { method: 'GET', url, headers };
}

const TEXT = JSON.stringify({ value: 'long enough to be compressed. '.repeat(1000) });

describe('a body', () => {
  test.each([
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['zstd', zstdCompressSync(TEXT)],
    ['GZIP, br', brotliCompressSync(gzipSync(TEXT))],
    ['identity', Buffer.from(TEXT)],
  ])('in %s is decoded, and its header stays', async (encoding, body) => {
    const origin = await serve((_request, response) => response.setHeader('content-encoding', encoding).end(body));
    const response = await new RestClient().send(get(origin));
    expect(response.body.text()).toBe(TEXT);
    expect(response.headers['content-encoding']).toBe(encoding);
  });

  test('in an encoding that nobody knows stays as it came', async () => {
    const origin = await serve((_request, response) => response.setHeader('content-encoding', 'compress').end('xyz'));
    expect((await new RestClient().send(get(origin))).body.text()).toBe('xyz');
  });

  test('that is not there is not decoded', async () => {
    const origin = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end());
    const response = await new RestClient().send({ ...get(origin), method: 'HEAD' });
    expect(response).toMatchObject({ status: 200, headers: { 'content-encoding': 'gzip' } });
    expect((await new RestClient().send(get(origin))).body.bytes).toHaveLength(0);
  });

  test('that grows beyond the limit is stopped while it is decoded', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    const origin = await serve((_request, response) => response.setHeader('content-encoding', 'gzip, gzip').end(bomb));
    await expect(new RestClient({ maxBodyBytes: 1_000_000 }).send(get(origin))).rejects.toMatchObject({
      code: 'ERR_BODY_TOO_LARGE',
    });
  });

  test.each([
    ['gzip', Buffer.from('no gzip')],
    ['gzip', gzipSync(TEXT).subarray(0, 40)],
    ['zstd', Buffer.from('no zstd')],
    ['br', Buffer.from('garbage data, hello world')],
  ])('that is not what its header says is an error (%s)', async (encoding, body) => {
    const origin = await serve((_request, response) => response.setHeader('content-encoding', encoding).end(body));
    await expect(new RestClient().send(get(origin))).rejects.toMatchObject({
      code: 'ERR_BODY_NOT_DECODED',
    });
  });

  test('that breaks off while it is decoded is a lost connection', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '1000' });
      response.write(gzipSync(TEXT).subarray(0, 40), () => response.destroy());
    });
    await expect(new RestClient().send(get(origin))).rejects.toMatchObject({ code: 'ERR_NETWORK_FAILED' });
  });
});

test('what can be decoded is asked for, unless the request says something else', async () => {
  const origin = await serve((request, response) => response.end(request.headers['accept-encoding']));
  expect((await new RestClient().send(get(origin))).body.text()).toBe('gzip, deflate, br, zstd');
  const written = await new RestClient().send(get(origin, { 'Accept-Encoding': 'identity' }));
  expect(written.body.text()).toBe('identity');
  expect(written.sent.headers).toEqual({ 'accept-encoding': 'identity' });
});
