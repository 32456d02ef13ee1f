import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { KeyAndCertificate } from './certificate.ts';

/** Answers one request; the body has been read. */
export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Starts a real server on loopback and returns its origin; it stops when the test ends. */
export async function serve(handler: Handler, host = '127.0.0.1'): Promise<string> {
  return listen(createServer(reading(handler)), 'http', host);
}

/** Answers one request whose body it reads itself, if at all. */
export type StreamHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts a real server on loopback for bodies that are long, never end, or are no text. */
export async function serveStreams(handler: StreamHandler): Promise<string> {
  return listen(createServer(handler), 'http');
}

export interface TlsServerOptions extends KeyAndCertificate {
  /** Whether the server prefers HTTP/2. */
  readonly http2?: boolean;
  /** Only clients with a certificate that this one signed get an answer. PEM. */
  readonly clientCertificate?: string;
}

/** Starts a real server on loopback that speaks TLS. */
export async function serveTls(options: TlsServerOptions, handler: Handler): Promise<string> {
  const { key, certificate: cert, clientCertificate: ca } = options;
  const tls = { key, cert, ...(ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true }) };
  if (!options.http2) return listen(createTlsServer(tls, reading(handler)), 'https');
  const server = createSecureServer({ ...tls, allowHTTP1: true }, (request, response) => {
    reading(handler)(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  return listen(server as unknown as Server, 'https');
}

/** An origin on loopback where nothing listens. */
export async function deadOrigin(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

function reading(handler: Handler): (request: IncomingMessage, response: ServerResponse) => void {
  return async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    handler(request, response, body);
  };
}

async function listen(server: Server, scheme: 'http' | 'https', host = '127.0.0.1'): Promise<string> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  const sockets = new Set<{ destroy(): void }>();
  // An HTTP/2 server has no way of its own to close what is still open.
  server.on('connection', (socket) => sockets.add(socket));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
