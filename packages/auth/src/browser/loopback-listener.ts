import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthError } from '../auth-error.ts';
import { cancelled } from '../sign-in-context.ts';
import { sendPage } from './result-page.ts';

/** How the authority hands its answer to the browser; a form keeps codes out of the history. */
export type ResponseMode = 'form_post' | 'query';

export interface LoopbackOptions {
  readonly responseMode: ResponseMode;
  /** Default any free one. */
  readonly port?: number | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether an answer belongs to this sign-in and carries a code; only decides what the browser shows. */
  isGood(answer: URLSearchParams): boolean;
}

/** A listener on this machine that waits for the browser to come back (RFC 8252 section 7.3). */
export interface LoopbackListener {
  readonly redirectUri: string;
  /** The authority's answer. @throws {AuthError} ERR_AUTH_TIMEOUT, ERR_AUTH_CANCELLED */
  readonly answer: Promise<URLSearchParams>;
  close(): void;
}

const MAX_FORM_BYTES = 64 * 1024;

/**
 * Listens on 127.0.0.1 for one answer, and no longer than that.
 *
 * @throws {AuthError} ERR_AUTH_CONFIGURATION when the port is taken
 */
export async function listenOnLoopback(options: LoopbackOptions): Promise<LoopbackListener> {
  const server = createServer();
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  const answer = nextAnswer(server, port, options).finally(close);
  // Who gives up before asking for it must not take the process down.
  answer.catch(() => undefined);
  return { redirectUri: `http://localhost:${port}`, answer, close };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Throws for a number that is no port.
    server.listen(port, '127.0.0.1', resolve);
  }).catch((cause) => {
    throw new AuthError('ERR_AUTH_CONFIGURATION', `The browser cannot come back to port ${port}.`, {
      hint: 'Leave redirectPort out to use any free port, or stop what listens there.',
      cause,
    });
  });
}

function nextAnswer(server: Server, port: number, options: LoopbackOptions): Promise<URLSearchParams> {
  const { timeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new AuthError('ERR_AUTH_TIMEOUT', `Nobody finished the sign-in within ${Math.round(timeoutMs / 1000)} s.`, {
          hint: 'Start it again. Without a browser on this machine, use flow: device-code.',
        }),
      );
    }, timeoutMs);
    const abort = () => reject(cancelled());
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    server.on('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
    server.on('request', async (request, response) => {
      const answer = await readAnswer(request, port, options.responseMode).catch(() => undefined);
      if (answer === undefined) return void sendPage(response, 400, 'This address only takes the answer to a sign-in.');
      await sayHowItWent(response, options.isGood(answer));
      resolve(answer);
    });
  });
}

/** What the authority says; undefined for anything else that finds the port, such as a request for an icon. */
async function readAnswer(
  request: IncomingMessage,
  port: number,
  responseMode: ResponseMode,
): Promise<URLSearchParams | undefined> {
  // A page elsewhere could have its own name point here.
  if (request.headers.host !== `localhost:${port}` && request.headers.host !== `127.0.0.1:${port}`) return undefined;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname !== '/') return undefined;
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');
  if (responseMode === 'form_post' && (request.method !== 'POST' || !isForm)) return undefined;
  if (responseMode === 'query' && request.method !== 'GET') return undefined;
  const answer = responseMode === 'query' ? searchParams : new URLSearchParams(await readForm(request));
  return answer.has('code') || answer.has('error') ? answer : undefined;
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_FORM_BYTES) throw new RangeError('The form is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sayHowItWent(response: ServerResponse, isGood: boolean): Promise<void> {
  return isGood
    ? sendPage(response, 200, 'You can close this window and go back to Waybill.')
    : sendPage(response, 400, 'The sign-in did not succeed. Waybill says why.');
}
