import { WaybillError } from '@waybill/errors';
import type { Dispatcher } from 'undici';
import { Cookies } from './cookies.ts';
import { createDispatcher } from './dispatcher.ts';
import { Exchange, type ExchangeOptions } from './exchange.ts';
import type { HttpRequest, TokenDemand } from './http-request.ts';
import type { HttpResponse } from './http-response.ts';
import { assertRedirectLimit, followRedirect, redirectOf } from './redirect.ts';

/** How a {@link RestClient} behaves for every request. */
export interface RestClientOptions {
  /** Proxy, TLS and connection settings; those of {@link createDispatcher} by default. */
  readonly dispatcher?: Dispatcher | undefined;
  readonly userAgent?: string | undefined;
  /** A body larger than this fails the request. Default 256 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** What a response wants of another token, when one more try with it is worth it. */
  readonly demandedToken?: ((response: HttpResponse) => TokenDemand | undefined) | undefined;
  /** Hears of the value of each cookie before it is sent, and once a response has set it. */
  readonly onCookie?: ((value: string) => void) | undefined;
}

const DEFAULT_MAX_BODY_BYTES = 256 * 1024 * 1024;

/** Sends requests: signs them, follows redirects, keeps cookies, measures, and reads bodies up to a limit. */
export class RestClient {
  readonly #options: ExchangeOptions;
  readonly #demandedToken: RestClientOptions['demandedToken'];

  constructor(options: RestClientOptions = {}) {
    const { dispatcher = createDispatcher(), maxBodyBytes = DEFAULT_MAX_BODY_BYTES, userAgent, onCookie } = options;
    this.#options = { dispatcher, maxBodyBytes, userAgent, onCookie, cookies: new Cookies() };
    this.#demandedToken = options.demandedToken;
  }

  /**
   * Sends a request and reads the whole response. Any status is a result, never an error.
   *
   * @throws {NetworkError} when no complete response came
   * @throws {WaybillError} ERR_CANCELLED, ERR_BODY_TOO_LARGE, ERR_BODY_NOT_DECODED, ERR_REDIRECT_LIMIT, ERR_HOST_NOT_ALLOWED,
   * and whatever the token provider throws
   */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const provider = request.tokenProvider;
    if (provider === undefined) return this.#exchange(request, undefined);
    assertAllowed(request);
    const token = await provider.getToken({});
    const response = await this.#exchange(request, token);
    const demand = this.#demandedToken?.(response);
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
      const next = redirect && request.followRedirects !== false ? followRedirect(current, redirect) : undefined;
      if (redirect === undefined || next === undefined) return response;
      exchange.redirects.push(redirect);
      assertRedirectLimit(exchange.redirects, request.url);
      current = next;
    }
  }
}

function assertAllowed(request: HttpRequest): void {
  const url = new URL(request.url);
  if (request.tokenProvider?.allows(url)) return;
  throw new WaybillError('ERR_HOST_NOT_ALLOWED', `The token of this identity must not be sent to ${url.origin}.`, {
    hint: 'Tokens go to the API of the environment only. Add the host to `allowedHosts` of the identity, or set `auth: none`.',
  });
}
