import type { BodyReader } from './body-reader.ts';
import type { RequestBody } from './request-body.ts';

/** Supplies bearer tokens. Declared here so that this package knows nothing of how anybody signs in. */
export interface TokenProvider {
  /** Whether the token may be sent to this URL; asked again for every redirect. */
  allows(url: URL): boolean;
  /** Returns a token; with `insteadOf`, another one than the one that was refused, if there is any. */
  getToken(options: TokenDemand & { readonly insteadOf?: string | undefined }): Promise<string>;
}

/** What a service wants of another token than the one it refused. */
export interface TokenDemand {
  /** Claims it must satisfy, as the `claims` of a challenge has them, decoded (OpenID Connect Core section 5.5). */
  readonly claims?: string | undefined;
}

/** A request, ready to be sent. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
  /** Takes in the body of every response, those of redirects too. By default it is read into memory. */
  readonly readBody?: BodyReader | undefined;
  /** Whether the client's cookies are sent, and kept from the response. Default true. */
  readonly cookies?: boolean | undefined;
  /** Signs the request with a bearer token. */
  readonly tokenProvider?: TokenProvider | undefined;
  /** False makes a redirect a response like any other. Default true. */
  readonly followRedirects?: boolean | undefined;
  /** For the whole exchange, redirects included. Default 60,000 ms. */
  readonly timeoutMs?: number | undefined;
  /** Cancels the request and closes its socket. */
  readonly signal?: AbortSignal | undefined;
}
