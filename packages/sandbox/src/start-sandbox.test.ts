import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { seed } from './seed.ts';
import { startSandbox } from './start-sandbox.ts';
import { callApi, testSandbox } from './testing/client.ts';

function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/v1.0/myorg/groups`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test.each(['evil.example', 'evil.example:8765', 'localhost.evil.example', '127.0.0.1.evil.example'])(
  'refuses a request for the host %s with 421',
  async (host) => {
    const { url } = await testSandbox();
    expect(await statusFor(url, host)).toBe(421);
  },
);

test.each(['localhost', '127.0.0.1', 'LOCALHOST:8765', '[::1]:8765'])(
  'answers a request for the host %s',
  async (host) => {
    const { url } = await testSandbox();
    expect(await statusFor(url, host)).toBe(403);
  },
);

test('listens on 127.0.0.1, at the port it was given', async () => {
  const first = await testSandbox();
  const { port } = new URL(first.url);
  await first.close();
  const second = await testSandbox({ port: Number(port) });
  expect(second.url).toBe(`http://127.0.0.1:${port}`);
  expect((await callApi(second, undefined, '/groups')).status).toBe(403);
});

test('says ERR_PORT_IN_USE, and what to do, when the port is taken', async () => {
  const { url } = await testSandbox();
  const port = Number(new URL(url).port);
  await expect(startSandbox({ port })).rejects.toMatchObject({
    code: 'ERR_PORT_IN_USE',
    message: `Port ${port} is in use.`,
    hint: expect.stringContaining('--port'),
  });
});

async function openSocket(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

test.each([
  ['http', false],
  ['https', true],
])('close() ends sockets that are open over %s, and stops listening', async (_scheme, tls) => {
  const sandbox = await startSandbox({ port: 0, tls });
  const idle = await openSocket(sandbox.url);
  const ended = new Promise((resolve) => idle.once('close', resolve));
  idle.on('error', () => {}).resume();
  await sandbox.close();
  await ended;
  await expect(openSocket(sandbox.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('close() ends a connection that is kept alive', async () => {
  const sandbox = await startSandbox({ port: 0 });
  const socket = await openSocket(sandbox.url);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const answered = new Promise((resolve) => socket.once('data', resolve));
  socket.write(`GET /${seed.tenantId}/discovery/keys HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  expect(String(await answered)).toMatch(/^HTTP\/1\.1 200 /);
  await sandbox.close();
  await ended;
});

test('close() may be called twice', async () => {
  const sandbox = await startSandbox({ port: 0 });
  await sandbox.close();
  await expect(sandbox.close()).resolves.toBeUndefined();
});
