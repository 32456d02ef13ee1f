import type { AccessToken, Authenticator, Identity } from '@waybill/auth';
import { type Environment, type Json, type RenderContext, render } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { Cloud } from '@waybill/powerbi';
import type { TokenProvider } from '@waybill/rest';

/** Turns the identities of an environment into tokens for requests. */
export class IdentityTokens {
  readonly #environment: Environment | undefined;
  readonly #context: RenderContext;
  readonly #authenticator: Authenticator;
  readonly #cloud: Cloud;
  readonly #providers = new Map<string, TokenProvider>();
  readonly #latest = new Map<string, AccessToken>();

  constructor(
    environment: Environment | undefined,
    context: RenderContext,
    cloud: Cloud,
    authenticator: Authenticator,
  ) {
    this.#environment = environment;
    this.#context = context;
    this.#cloud = cloud;
    this.#authenticator = authenticator;
  }

  /** @throws {WaybillError} ERR_IDENTITY_UNKNOWN, or what rendering the identity throws */
  provider(name: string): TokenProvider {
    const existing = this.#providers.get(name);
    if (existing !== undefined) return existing;
    const identity = this.identity(name);
    const provider: TokenProvider = {
      allows: (url) => this.#allows(url, name),
      getToken: async ({ insteadOf }) => {
        const token = await this.acquire(identity, insteadOf);
        this.#latest.set(name, token);
        return token.token;
      },
    };
    this.#providers.set(name, provider);
    return provider;
  }

  async acquire(identity: Identity, insteadOf?: string): Promise<AccessToken> {
    return this.#authenticator.acquireToken(identity, { insteadOf });
  }

  /** The token that is kept for an identity, if it signed in. */
  current(name: string): AccessToken | undefined {
    return this.#latest.get(name);
  }

  /** Drops what is kept for an identity, so that the next request signs in anew. */
  forget(name: string): void {
    this.#latest.delete(name);
    this.#authenticator.forget(this.identity(name));
  }

  /** The identity with its templates filled in. */
  identity(name: string): Identity {
    const environment = this.#environment;
    const known = Object.keys(environment?.identities ?? {});
    if (environment === undefined || !known.includes(name)) {
      throw new WaybillError('ERR_IDENTITY_UNKNOWN', `There is no identity "${name}".`, {
        hint:
          environment === undefined
            ? 'Identities come from an environment: choose one with -e.'
            : `${environment.file} has ${known.length === 0 ? 'no identities' : known.join(', ')}.`,
      });
    }
    const location = environment.locate(['identities', name]);
    return render(environment.identities[name] as unknown as Json, this.#context, location) as unknown as Identity;
  }

  /**
   * A token is for the API of its environment: a collection may name other hosts, but only the environment can say that
   * they may have it.
   */
  #allows(url: URL, name: string): boolean {
    if (url.protocol !== 'https:' && !isLoopback(url)) return false;
    if (url.origin === new URL(this.#cloud.apiUrl).origin) return true;
    const isCluster = this.#cloud.clusterHosts.some((host) => url.hostname.endsWith(`.${host}`));
    const extra = this.#environment?.identities[name]?.allowedHosts ?? [];
    return isCluster || extra.some((host) => host === url.host || host === url.hostname);
  }
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
