import { setImmediate } from 'node:timers/promises';
import { networkError, WaybillError } from '@waybill/errors';
import { type Dispatcher, request as send } from 'undici';
import { readIntoMemory } from './body-reader.ts';
import { type Connection, observingConnection } from './connection.ts';
import { ACCEPTED_ENCODINGS, decodedBody, decodingError } from './content-encoding.ts';
import { type Cookies, cookiePairs } from './cookies.ts';
import type { HttpRequest } from './http-request.ts';
import type { HttpResponse, Redirect } from './http-response.ts';
import { openBody } from './request-body.ts';

/** For a request that gives no time limit of its own. */
export const DEFAULT_TIMEOUT_MS = 60_000;

/** What holds for every request of a client. */
export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly userAgent: string | undefined;
  readonly maxBodyBytes: number;
  readonly cookies: Cookies;
  readonly onCookie: ((value: string) => void) | undefined;
}

/** One request with all its redirects, under one clock and one time limit. */
export class Exchange {
  readonly redirects: Redirect[] = [];
  readonly #startedOn = new Date();
  readonly #startMs = performance.now();
  readonly #options: ExchangeOptions;
  readonly #userSignal: AbortSignal | undefined;
  readonly #timeLimit: AbortSignal;
  readonly #signal: AbortSignal;

  constructor(request: HttpRequest, options: ExchangeOptions) {
    this.#options = options;
    this.#userSignal = request.signal;
    this.#timeLimit = AbortSignal.timeout(request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    this.#signal = request.signal === undefined ? this.#timeLimit : AbortSignal.any([request.signal, this.#timeLimit]);
  }

  async send(request: HttpRequest, token: string | undefined): Promise<HttpResponse> {
    let connection: Connection | undefined;
    try {
      const open = request.body === undefined ? undefined : await openBody(request.body);
      const length = open?.length === undefined ? {} : { 'content-length': String(open.length) };
      const headers: Record<string, string> = { ...this.#headersFor(request, token), ...length };
      this.#tellCookies([headers.cookie]);
      const options = {
        method: request.method as Dispatcher.HttpMethod,
        headers,
        body: open?.content ?? null,
        signal: this.#signal,
        dispatcher: this.#options.dispatcher,
      };
      const raw = await observingConnection(
        (taken) => {
          connection = taken;
        },
        () => send(request.url, options),
      );
      const headersMs = performance.now() - this.#startMs;
      const received = joinHeaders(raw.headers);
      const setCookies = [raw.headers['set-cookie'] ?? []].flat();
      this.#tellCookies(setCookies.map((each) => each.split(';', 1)[0]));
      if (request.cookies !== false) await this.#options.cookies.keep(setCookies, request.url);
      const read = request.readBody ?? readIntoMemory;
      const { host } = new URL(request.url);
      const body = await read({
        status: raw.statusCode,
        headers: received,
        stream: decodedBody(raw.body, request.method, raw.statusCode, received),
        host,
        maxBytes: this.#options.maxBodyBytes,
      });
      const totalMs = performance.now() - this.#startMs;
      // undici gives the connection back only after whoever read the last byte: without a turn, the next request opens another.
      await setImmediate();
      return {
        status: raw.statusCode,
        headers: received,
        body,
        timings: {
          startedOn: this.#startedOn,
          ...connection?.handshake,
          headersMs,
          totalMs,
        },
        httpVersion: connection?.httpVersion ?? '1.1',
        certificate: request.url.startsWith('https:') ? connection?.certificate : undefined,
        redirects: [...this.redirects],
        sent: { method: request.method, url: request.url, headers, body: request.body },
      };
    } catch (error) {
      throw this.#explain(error, request.url);
    }
  }

  /** Names in lower case. */
  #headersFor(request: HttpRequest, token: string | undefined): Record<string, string> {
    const { userAgent, cookies } = this.#options;
    const headers: Record<string, string> = {
      ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
      'accept-encoding': ACCEPTED_ENCODINGS,
    };
    for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
    const cookie = request.cookies === false ? headers.cookie : cookies.headerFor(request.url, headers.cookie);
    if (cookie !== undefined) headers.cookie = cookie;
    if (token !== undefined && request.tokenProvider?.allows(new URL(request.url)))
      headers.authorization = `Bearer ${token}`;
    return headers;
  }

  #tellCookies(headers: readonly (string | undefined)[]): void {
    for (const [, value] of headers.flatMap(cookiePairs)) this.#options.onCookie?.(value);
  }

  #explain(error: unknown, url: string): WaybillError {
    if (error instanceof WaybillError) return error;
    if (this.#userSignal?.aborted) {
      return new WaybillError('ERR_CANCELLED', 'The request was cancelled.', { cause: error });
    }
    // A socket that was closed because time ran out says so only in the signal.
    if (this.#timeLimit.aborted) return networkError(this.#timeLimit.reason, url);
    return decodingError(error, new URL(url).host) ?? networkError(error, url);
  }
}

function joinHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
