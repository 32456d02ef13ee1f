import type { RequestDefinition, VariableLayer } from '@waybill/collection';
import type { Redactor } from '@waybill/redaction';
import type { HttpRequest, HttpResponse, TokenProvider } from '@waybill/rest';
import type { Clock } from './clock.ts';
import type { RateLimiter } from './execute/rate-limiter.ts';
import type { FileAccess } from './files.ts';
import type { Finding } from './result.ts';
import type { Snapshots } from './snapshots.ts';

/** What a run needs from outside. The program wires it; tests may wire their own. */
export interface RunnerServices {
  /** `origin` is on whose behalf; who only sends has no use for it. */
  readonly client: { send(request: HttpRequest, origin?: RequestDefinition): Promise<HttpResponse> };
  /**
   * The tokens of an identity of the environment.
   *
   * @throws {WaybillError} ERR_IDENTITY_UNKNOWN
   */
  tokenProvider(identity: string): TokenProvider;
  /** What a run waits by. Default that of the system. */
  readonly clock?: Clock | undefined;
  /** Keeps to the rate limits of the environment. */
  readonly rateLimiter?: RateLimiter | undefined;
  /** Learns captured secrets. */
  readonly redactor: Redactor;
  /** Above everything a file defines: the command line, then a data row. */
  readonly overrides: readonly VariableLayer[];
  /** Below everything a collection defines: the environment, then its cloud. */
  readonly defaults: readonly VariableLayer[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: FileAccess;
  /** What `snapshot` is compared with. Default nothing. */
  readonly snapshots?: Snapshots | undefined;
  /** Likely reasons for a refusal, from whoever knows the service. */
  readonly explain?: ((response: HttpResponse) => Promise<readonly Finding[]>) | undefined;
}
