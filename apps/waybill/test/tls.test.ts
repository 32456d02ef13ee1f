import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, connect as openSocket } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import {
  type KeyAndCertificate,
  makeKeyAndCertificate,
  runProgram,
  sandboxSeed as seed,
  serve,
  serveTls,
  startTestSandbox,
  tempDir,
} from '@waybill/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';

const one = (url: string, more = '') => `requests: { one: { get: "${url}/x"${more} } }`;

/** Runs a collection in an environment, with files beside it. */
async function runIn(
  collection: string,
  environment: string,
  files: Record<string, string> = {},
  env: Record<string, string> = {},
) {
  const beside = Object.entries(files).map(([name, text]) => [`environments/${name}`, text]);
  const cwd = await tempDir({
    'a.yaml': collection,
    'environments/e.yaml': environment,
    ...Object.fromEntries(beside),
  });
  return runProgram(['run', 'a.yaml', '-e', 'e'], { cwd, env });
}

/** A server that answers with the name of the client's certificate. */
async function serveForClients(server: KeyAndCertificate, client: KeyAndCertificate): Promise<string> {
  return serveTls({ ...server, clientCertificate: client.certificate }, (request, response) => {
    response.end(JSON.stringify({ client: (request.socket as TLSSocket).getPeerCertificate().subject?.CN }));
  });
}

/** A proxy for CONNECT that tells where it was asked to. */
async function serveTunnel(): Promise<{ readonly origin: string; readonly targets: readonly string[] }> {
  const targets: string[] = [];
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', (head) => {
        const [, host = '', port = ''] = /^CONNECT ([^:]+):(\d+)/.exec(head.toString()) ?? [];
        targets.push(`${host}:${port}`);
        const other = openSocket(Number(port), host, () => {
          socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
          socket.pipe(other).pipe(socket);
        });
        other.on('error', () => socket.destroy());
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, targets };
}

describe('tls.ca', () => {
  test('makes a server trusted, for sign-ins and requests alike', async () => {
    const sandbox = await startTestSandbox({ tls: true });
    const environment = `
cloud: sandbox
variables: { apiUrl: "${sandbox.url}", authorityUrl: "${sandbox.url}" }
tls: { ca: ca.pem }
secrets: { clientSecret: { env: SECRET } }
identities:
  app: { flow: client-secret, tenantId: "${seed.tenantId}", clientId: "${seed.apps[0]?.clientId}", clientSecret: "{{ clientSecret }}", scope: "{{ resource }}/.default" }
`;
    const collection =
      'requests: { one: { get: "{{ apiUrl }}/v1.0/myorg/groups", auth: app, expect: { status: 200 } } }';
    const env = { SECRET: seed.apps[0]?.secrets[0] as string };
    const result = await runIn(collection, environment, { 'ca.pem': sandbox.certificate as string }, env);
    expect(result.stdout).toContain('1 passed');
  });

  test('is what to write when a server is not trusted, and adds to NODE_EXTRA_CA_CERTS', async () => {
    const [first, second] = await Promise.all([makeKeyAndCertificate('first'), makeKeyAndCertificate('second')]);
    const [one_, two] = await Promise.all(
      [first, second].map((pair) => serveTls(pair, (_q, response) => response.end())),
    );
    const without = await runIn(one(one_ as string), 'variables: {}');
    expect(without.stdout).toContain('ERR_NETWORK_TLS');
    expect(without.stdout).toContain('`tls.ca` of the environment');
    expect(without.exitCode).toBe(7);
    const extra = await tempDir({ 'extra.pem': second.certificate });
    const both = await runIn(
      `requests: { one: { get: "${one_}/x" }, two: { get: "${two}/x" } }`,
      'tls: { ca: [own.pem] }',
      { 'own.pem': first.certificate },
      { NODE_EXTRA_CA_CERTS: `${extra}/extra.pem` },
    );
    expect(both.stdout).toContain('2 passed');
  });

  test.each([
    ['missing.pem', {}, 'environments/e.yaml:1:12', 'can not be read'],
    ['ca.pem', { 'ca.pem': 'no certificate' }, 'environments/e.yaml:1:12', 'The file holds no certificate.'],
    [
      'ca.pem',
      { 'ca.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' },
      'environments/e.yaml:1:12',
      'damaged',
    ],
  ])('that is no good is shown where it is written (%s %o)', async (path, files, place, message) => {
    const result = await runIn(one('https://127.0.0.1:1'), `tls: { ca: ${path} }`, files as Record<string, string>);
    expect(result.stderr).toContain(place);
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(3);
  });
});

describe('tls.clientCertificates', () => {
  const environmentFor = (origin: string, passphrase = '') => `
tls:
  ca: ca.pem
  clientCertificates:
    - { host: "${new URL(origin).host}", certificate: client.pem, key: client.key${passphrase} }
secrets: { keyPassword: { env: KEY_PASSWORD } }
`;
  const expected = ', expect: { body: { $.client: robot } }';
  const locked = (key: string) =>
    createPrivateKey(key)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'key-password' })
      .toString();

  async function make() {
    const [server, client] = await Promise.all([makeKeyAndCertificate(), makeKeyAndCertificate('robot')]);
    const origin = await serveForClients(server, client);
    return { origin, client, files: { 'ca.pem': server.certificate, 'client.pem': client.certificate } };
  }

  test('are shown to their host, their key opened by a secret, through a proxy too', async () => {
    const { origin, client, files } = await make();
    const tunnel = await serveTunnel();
    const environment = environmentFor(origin, ', passphrase: "{{ keyPassword }}"');
    const run = (env: Record<string, string>) =>
      runIn(one(origin, expected), environment, { ...files, 'client.key': locked(client.key) }, env);
    expect((await run({ KEY_PASSWORD: 'key-password' })).stdout).toContain('1 passed');
    const tunnelled = await run({ KEY_PASSWORD: 'key-password', HTTPS_PROXY: tunnel.origin });
    expect(tunnelled.stdout).toContain('1 passed');
    expect(tunnel.targets).toEqual([new URL(origin).host]);
    const past = await run({ KEY_PASSWORD: 'key-password', HTTPS_PROXY: tunnel.origin, NO_PROXY: '127.0.0.1' });
    expect(past.stdout).toContain('1 passed');
    expect(tunnel.targets).toHaveLength(1);
    const wrong = await run({ KEY_PASSWORD: 'wrong-password' });
    expect(wrong.stderr).toContain('environments/e.yaml:5:');
    expect(wrong.stderr).toContain('The passphrase does not open the key.');
    expect(wrong.stderr).not.toContain('wrong-password');
    expect(wrong.exitCode).toBe(3);
  });

  test('are shown to no other host', async () => {
    const { client, files } = await make();
    const server = await makeKeyAndCertificate();
    const other = await serveForClients(server, client);
    const environment = environmentFor('https://api.contoso.example');
    const result = await runIn(one(other), environment, {
      ...files,
      'ca.pem': server.certificate,
      'client.key': client.key,
    });
    expect(result.exitCode).toBe(7);
  });

  test('must have their key', async () => {
    const { origin, client, files } = await make();
    const mismatched = await runIn(one(origin), environmentFor(origin), {
      ...files,
      'client.key': (await makeKeyAndCertificate()).key,
    });
    expect(mismatched.stderr).toContain('The key does not belong to the certificate.');
    expect(mismatched.stderr).toMatch(/environments\/e\.yaml:5:\d+/);
    const unopened = await runIn(one(origin), environmentFor(origin), { ...files, 'client.key': locked(client.key) });
    expect(unopened.stderr).toContain('The key is encrypted, and there is no passphrase.');
  });
});

test('http2 is spoken if the environment says so', async () => {
  const pair = await makeKeyAndCertificate();
  const origin = await serveTls({ ...pair, http2: true }, (request, response) => {
    response.end(JSON.stringify({ version: request.httpVersion }));
  });
  const run = (http2: string, version: string) =>
    runIn(one(origin, `, expect: { body: { $.version: "${version}" } }`), `tls: { ca: ca.pem }\n${http2}`, {
      'ca.pem': pair.certificate,
    });
  expect((await run('http2: true', '2.0')).stdout).toContain('1 passed');
  expect((await run('', '1.1')).stdout).toContain('1 passed');
});

test('an IPv6 address is a host like any other', async () => {
  const origin = await serve((_request, response) => response.end(), '::1');
  expect(origin).toContain('[::1]');
  expect((await runIn(one(origin), 'variables: {}')).stdout).toContain('1 passed');
});

test('the report tells how long opening a connection took, of the request that opened it', async () => {
  const pair = await makeKeyAndCertificate();
  const origin = await serveTls(pair, (_request, response) => response.end());
  const cwd = await tempDir({
    'a.yaml': `requests: { first: { get: "${origin}/x" }, second: { get: "${origin}/x", needs: [first] } }`,
    'environments/e.yaml': 'tls: { ca: ca.pem }',
    'environments/ca.pem': pair.certificate,
  });
  await runProgram(['run', 'a.yaml', '-e', 'e', '--reporter', 'json=report.json'], { cwd });
  const report = JSON.parse(await readFile(join(cwd, 'report.json'), 'utf8'));
  const [first, second] = report.runs[0].results.map((result: { timings: object }) => result.timings);
  expect(first).toMatchObject({ tcpMs: expect.any(Number), tlsMs: expect.any(Number), totalMs: expect.any(Number) });
  expect(Object.keys(second)).toEqual(['headersMs', 'totalMs']);
});
