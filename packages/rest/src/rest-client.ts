import { setImmediate } from 'node:timers/promises';
import { networkError, WaybillError } from '@waybill/errors';
import { type Dispatcher, request as send } from 'undici';
import { readIntoMemory } from './body-reader.ts';
import { type Connection, observingConnection } from './connection.ts';
import { createDispatcher } from './dispatcher.ts';
import type { HttpRequest, TokenDemand } from './http-request.ts';
import type { HttpResponse, Redirect } from './http-response.ts';
import { assertRedirectLimit, followRedirect, redirectOf } from './redirect.ts';
import { openBody } from './request-body.ts';

/** How a {@link RestClient} behaves for every request. */
export interface RestClientOptions {
  /** Proxy, TLS and connection settings; those of {@link createDispatcher} by default. */
  readonly dispatcher?: Dispatcher | undefined;
  readonly userAgent?: string | undefined;
  /** A body larger than this fails the request. Default 256 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** What a response wants of another token, when one more try with it is worth it. */
  readonly demandedToken?: ((response: HttpResponse) => TokenDemand | undefined) | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_BODY_BYTES = 256 * 1024 * 1024;

type ExchangeOptions = RestClientOptions & { readonly dispatcher: Dispatcher };

/** Sends requests: signs them, follows redirects, measures, and reads bodies up to a limit. */
export class RestClient {
  readonly #options: ExchangeOptions;

  constructor(options: RestClientOptions = {}) {
    this.#options = { ...options, dispatcher: options.dispatcher ?? createDispatcher() };
  }

  /**
   * Sends a request and reads the whole response. Any status is a result, never an error.
   *
   * @throws {NetworkError} when no complete response came
   * @throws {WaybillError} ERR_CANCELLED, ERR_BODY_TOO_LARGE, ERR_REDIRECT_LIMIT, ERR_HOST_NOT_ALLOWED, and whatever the
   * token provider throws
   */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const provider = request.tokenProvider;
    if (provider === undefined) return this.#exchange(request, undefined);
    assertAllowed(request);
    const token = await provider.getToken({});
    const response = await this.#exchange(request, token);
    const demand = this.#options.demandedToken?.(response);
    if (demand === undefined) return response;
    const another = await provider.getToken({ ...demand, insteadOf: token });
    return another === token ? response : this.#exchange(request, another);
  }

  async #exchange(request: HttpRequest, token: string | undefined): Promise<HttpResponse> {
    const exchange = new Exchange(request, this.#options);
    let current = request;
    for (;;) {
      const response = await exchange.send(current, token);
      const redirect = redirectOf(response.status, response.headers.location, current.url);
      const next = redirect && followRedirect(current, redirect);
      if (redirect === undefined || next === undefined) return response;
      exchange.redirects.push(redirect);
      assertRedirectLimit(exchange.redirects, request.url);
      current = next;
    }
  }
}

/** One request with all its redirects, under one clock and one time limit. */
class Exchange {
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
      const headers = { ...this.#headersFor(request, token), ...length };
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
      const read = request.readBody ?? readIntoMemory;
      const body = await read({
        status: raw.statusCode,
        headers: received,
        stream: raw.body,
        host: new URL(request.url).host,
        maxBytes: this.#options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
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

  #headersFor(request: HttpRequest, token: string | undefined): Record<string, string> {
    const { userAgent } = this.#options;
    const headers = { ...(userAgent === undefined ? {} : { 'user-agent': userAgent }), ...request.headers };
    if (token === undefined || !request.tokenProvider?.allows(new URL(request.url))) return headers;
    return { ...headers, authorization: `Bearer ${token}` };
  }

  #explain(error: unknown, url: string): WaybillError {
    if (error instanceof WaybillError) return error;
    if (this.#userSignal?.aborted) {
      return new WaybillError('ERR_CANCELLED', 'The request was cancelled.', { cause: error });
    }
    // A socket that was closed because time ran out says so only in the signal.
    if (this.#timeLimit.aborted) return networkError(this.#timeLimit.reason, url);
    return networkError(error, url);
  }
}

function assertAllowed(request: HttpRequest): void {
  const url = new URL(request.url);
  if (request.tokenProvider?.allows(url)) return;
  throw new WaybillError('ERR_HOST_NOT_ALLOWED', `The token of this identity must not be sent to ${url.origin}.`, {
    hint: 'Tokens go to the API of the environment only. Add the host to `allowedHosts` of the identity, or set `auth: none`.',
  });
}

function joinHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
