import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import type { ServerCertificate } from './http-response.ts';

/** How long each step of a new connection took, in milliseconds; undefined for a step that did not happen. */
interface Handshake {
  dnsMs?: number;
  tcpMs?: number;
  tlsMs?: number;
}

/** The connection that a request went over. */
export interface Connection {
  /** Of the request that opened the connection; empty for those that use it again. */
  readonly handshake: Readonly<Handshake>;
  readonly httpVersion: '1.1' | '2';
  /** What the server at the other end proved itself with; undefined without TLS. */
  readonly certificate: ServerCertificate | undefined;
}

const handshakes = new WeakMap<Socket, Handshake>();
const certificates = new WeakMap<TLSSocket, ServerCertificate>();

/** Measures the connections that a connector opens. */
export function measured(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    // A connector of undici returns its socket before it is connected; only its type keeps quiet about that.
    const socket = connect(options, callback) as unknown as Socket;
    const handshake: Handshake = {};
    let lastMs = performance.now();
    const lap = (): number => {
      const startMs = lastMs;
      lastMs = performance.now();
      return lastMs - startMs;
    };
    socket
      .once('lookup', () => {
        handshake.dnsMs = lap();
      })
      .once('connect', () => {
        handshake.tcpMs = lap();
      })
      .once('secureConnect', () => {
        handshake.tlsMs = lap();
      });
    handshakes.set(socket, handshake);
  };
}

/** A request of undici, which has no other name for what its channels publish. */
type UndiciRequest = object;

const observers = new WeakMap<UndiciRequest, (connection: Connection) => void>();
let starting: ((connection: Connection) => void) | undefined;

// undici says only on these channels which socket a request went over, and makes a request while it is told to send it.
subscribe('undici:request:create', (message) => {
  if (starting !== undefined) observers.set((message as { request: UndiciRequest }).request, starting);
});
subscribe('undici:client:sendHeaders', (message) => {
  const { request, socket } = message as { request: UndiciRequest; socket: Socket };
  const observe = observers.get(request);
  if (observe === undefined) return;
  // A socket that is closed has forgotten whose it was, and it may be closed before its response is read.
  observe({
    handshake: handshakes.get(socket) ?? {},
    httpVersion: socket instanceof TLSSocket && socket.alpnProtocol === 'h2' ? '2' : '1.1',
    certificate: socket instanceof TLSSocket ? certificateOf(socket) : undefined,
  });
  handshakes.delete(socket);
});

/** Starts a request of undici and tells which connection it takes, each time it takes one. */
export function observingConnection<T>(observe: (connection: Connection) => void, start: () => T): T {
  starting = observe;
  try {
    return start();
  } finally {
    starting = undefined;
  }
}

function certificateOf(socket: TLSSocket): ServerCertificate {
  const known = certificates.get(socket);
  if (known !== undefined) return known;
  const { subject, subjectaltname, issuer, valid_from: from, valid_to: to } = socket.getPeerCertificate();
  const certificate = {
    // Public authorities have begun to leave the subject empty and name the hosts alone.
    subject: nameOf(subject) || (subjectaltname ?? ''),
    issuer: nameOf(issuer),
    validFrom: new Date(from),
    validTo: new Date(to),
  };
  certificates.set(socket, certificate);
  return certificate;
}

/** The common name; an authority may have only that of its organisation. */
function nameOf(name: { readonly CN?: string | string[]; readonly O?: string | string[] } | undefined): string {
  return [name?.CN ?? name?.O ?? []].flat().join(', ');
}
