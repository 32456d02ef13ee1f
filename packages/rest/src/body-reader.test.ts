import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { serve, serveStreams, tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { RestClient, readEvents, type ServerSentEvent, saveTo } from './index.ts';

const get = (url: string) => ({ method: 'GET', url, headers: {} });

test('a successful body goes to a file that only its owner may read, and is read back when somebody asks', async () => {
  const folder = await tempDir();
  const file = join(folder, 'deep/er/report.json');
  const origin = await serve((_request, response) => void response.end('{"a":1}'));
  const { body } = await new RestClient().send({ ...get(origin), readBody: saveTo(file) });
  expect(body).toMatchObject({ file, size: 7 });
  expect(await readFile(file, 'utf8')).toBe('{"a":1}');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(body.json()).toEqual({ a: 1 });
  expect(await readdir(join(folder, 'deep/er'))).toEqual(['report.json']);
});

test('an error is not saved, and a file that is there stays', async () => {
  const folder = await tempDir({ report: 'old' });
  const origin = await serve((_request, response) => void response.writeHead(404).end('no such report'));
  const { body } = await new RestClient().send({ ...get(origin), readBody: saveTo(join(folder, 'report')) });
  expect([body.file, body.text()]).toEqual([undefined, 'no such report']);
  expect(await readFile(join(folder, 'report'), 'utf8')).toBe('old');
});

test('a body that breaks off leaves nothing behind', async () => {
  const folder = await tempDir({ report: 'old' });
  const origin = await serveStreams((request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => request.socket.destroy());
  });
  const sending = new RestClient().send({ ...get(origin), readBody: saveTo(join(folder, 'report')) });
  await expect(sending).rejects.toMatchObject({ code: 'ERR_NETWORK_FAILED' });
  expect(await readdir(folder)).toEqual(['report']);
  expect(await readFile(join(folder, 'report'), 'utf8')).toBe('old');
});

test('a body that can not be written is an error of the file, not of the network', async () => {
  const folder = await tempDir({ taken: '' });
  const origin = await serve((_request, response) => void response.end('x'));
  const sending = new RestClient().send({ ...get(origin), readBody: saveTo(join(folder, 'taken/report')) });
  await expect(sending).rejects.toMatchObject({ code: 'ERR_FILE_UNWRITABLE' });
});

const wanted = { max: 10, timeoutMs: 10_000, isLast: () => false };
const STREAM = { 'content-type': 'text/event-stream; charset=utf-8' };

test('events are read as the WHATWG says, whatever the chunks, with data parsed when it is JSON', async () => {
  const text =
    '\ufeff: hello\nid: 7\nevent: status\ndata: {"a":\ndata: "é"}\n\r\ndata\r\n\r\ndata: [DONE]\r\rdata: unfinished';
  const origin = await serveStreams((_request, response) => {
    response.writeHead(200, STREAM);
    for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]));
    response.end();
  });
  const { body } = await new RestClient().send({ ...get(origin), readBody: readEvents(wanted) });
  const events = body.json() as ServerSentEvent[];
  expect(events.map(({ event, data }) => [event, data])).toEqual([
    ['status', { a: 'é' }],
    ['message', ''],
    ['message', '[DONE]'],
  ]);
  expect(events[0]?.id).toBe('7');
  expect(JSON.parse(body.text())).toEqual(events);
});

test.each<[string, Partial<typeof wanted>, number[]]>([
  ['as many as were asked for', { max: 2 }, [1, 2]],
  ['the one that was waited for', { isLast: (event?: ServerSentEvent) => event?.data === 3 }, [1, 2, 3]],
  ['the time that was given', { timeoutMs: 1 }, []],
])('a stream without an end is closed after %s', async (_what, own, data) => {
  const closed = Promise.withResolvers<void>();
  const origin = await serveStreams((request, response) => {
    request.socket.on('close', () => closed.resolve());
    response.writeHead(200, STREAM).flushHeaders();
    if (data.length > 0) response.write('data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n');
  });
  const { body } = await new RestClient().send({ ...get(origin), readBody: readEvents({ ...wanted, ...own }) });
  expect((body.json() as ServerSentEvent[]).map((event) => event.data)).toEqual(data);
  await closed.promise;
});

test('a stream is closed when it is cancelled, and when it holds too much', async () => {
  const sockets: Promise<unknown>[] = [];
  const origin = await serveStreams((request, response) => {
    sockets.push(once(request.socket, 'close'));
    response.writeHead(200, STREAM).write(`: ${'x'.repeat(2000)}\n`);
    controller.abort();
  });
  const controller = new AbortController();
  const request = { ...get(origin), readBody: readEvents(wanted) };
  const cancelled = new RestClient().send({ ...request, signal: controller.signal });
  await expect(cancelled).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
  await expect(new RestClient({ maxBodyBytes: 1000 }).send(request)).rejects.toMatchObject({
    code: 'ERR_BODY_TOO_LARGE',
  });
  await Promise.all(sockets);
});
