import type { Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { WaybillError } from '@waybill/errors';
import { Hono } from 'hono';
import type { SandboxAdmin } from './admin/sandbox-admin.ts';
import { createCertificate, type ServerCertificate } from './certificate.ts';
import { createSigningKey } from './entra/signing-key.ts';
import type { SandboxOptions } from './sandbox-options.ts';
import { mountServices } from './services.ts';

export type { SandboxOptions } from './sandbox-options.ts';

/** A sandbox that is up. */
export interface Sandbox {
  /** Origin, e.g. `http://127.0.0.1:8765`; with TLS `https://localhost:8765`. */
  readonly url: string;
  /** PEM of the self-signed certificate, with TLS. */
  readonly certificate?: string;
  /** Changes the sandbox while it is up; the same as `/_sandbox` over HTTP. */
  readonly admin: SandboxAdmin;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 8765;

/**
 * Starts an Entra and a Power BI on 127.0.0.1, with a state and a signing key of their own.
 *
 * @throws {WaybillError} ERR_PORT_IN_USE
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const certificate = options.tls ? await createCertificate() : undefined;
  const [key, federationKey] = await Promise.all([createSigningKey(), createSigningKey()]);
  const app = new Hono();
  const server = createServer(app, certificate);
  await listen(server, options.port ?? DEFAULT_PORT);
  const { port } = server.address() as AddressInfo;
  const sockets = openSocketsOf(server);
  const url = certificate === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
  // The issuer of tokens holds the port, which is known only now; no connection is read before this turn ends.
  const admin = mountServices(app, url, { key, federationKey }, options);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      // `closeAllConnections` would forget those that never finished their TLS handshake, and wait for them.
      for (const socket of sockets) socket.destroy();
    });
  return { url, admin, ...(certificate === undefined ? {} : { certificate: certificate.certificate }), close };
}

function openSocketsOf(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function createServer(app: Hono, certificate: ServerCertificate | undefined): Server {
  const options =
    certificate === undefined
      ? {}
      : { createServer: createSecureServer, serverOptions: { key: certificate.key, cert: certificate.certificate } };
  return createAdaptorServer({ fetch: app.fetch, ...options }) as Server;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isInUse = cause.code === 'EADDRINUSE';
      const message = isInUse
        ? `Port ${port} is in use.`
        : `The sandbox cannot listen on port ${port}: ${cause.message}`;
      const hint = 'Choose another with --port, or 0 for any free one; or stop what listens there.';
      reject(new WaybillError('ERR_PORT_IN_USE', message, { hint, cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
