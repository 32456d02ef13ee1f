import { type AccessToken, type Authenticator, type Identity, isLoopback, withScope } from '@waybill/auth';
import { type Environment, type IdentityDefinition, type RenderContext, renderText } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { Cloud } from '@waybill/powerbi';
import type { TokenProvider } from '@waybill/rest';

/** Turns the identities of an environment into tokens for requests. */
export class IdentityTokens {
  readonly #environment: Environment | undefined;
  readonly #context: RenderContext;
  readonly #authenticator: Authenticator;
  readonly #cloud: Cloud;
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

  /** Names of the identities there are. */
  names(): readonly string[] {
    return Object.keys(this.#environment?.identities ?? {});
  }

  /** @throws {WaybillError} ERR_IDENTITY_UNKNOWN, or what rendering the identity throws */
  provider(name: string): TokenProvider {
    this.identity(name);
    return {
      allows: (url) => this.#allows(url, name),
      getToken: async (options) => (await this.acquire(name, options)).token,
    };
  }

  /** Signs in, or returns the token that is kept. */
  async acquire(
    name: string,
    options: { insteadOf?: string | undefined; claims?: string | undefined } = {},
  ): Promise<AccessToken> {
    const token = await this.#authenticator.acquireToken(this.identity(name), options);
    this.#latest.set(name, token);
    return token;
  }

  /** A token of an identity for something else than its scope, such as a key vault. */
  async acquireForScope(name: string | undefined, scope: string): Promise<string> {
    const identity: Identity = name === undefined ? { flow: 'default', scope } : withScope(this.identity(name), scope);
    return (await this.#authenticator.acquireToken(identity)).token;
  }

  /** The token that was used last for an identity, if any was. */
  current(name: string): AccessToken | undefined {
    return this.#latest.get(name);
  }

  /** The token that is kept for an identity, here or between runs, however old. Signs in as nobody. */
  async kept(name: string): Promise<AccessToken | undefined> {
    return this.#authenticator.keptToken(this.identity(name));
  }

  /** Drops what is kept for an identity, so that the next request signs in anew. */
  async forget(name: string): Promise<void> {
    this.#latest.delete(name);
    await this.#authenticator.forget(this.identity(name));
  }

  /** The identity with its templates filled in. */
  identity(name: string): Identity {
    const environment = this.#environment;
    const definition =
      environment !== undefined && Object.hasOwn(environment.identities, name)
        ? environment.identities[name]
        : undefined;
    if (environment === undefined || definition === undefined) throw unknownIdentity(name, environment);
    return this.#render(definition, environment, name);
  }

  #render<T extends IdentityDefinition>(definition: T, environment: Environment, name: string): T {
    const rendered = Object.entries(definition).map(([key, value]) => {
      if (typeof value !== 'string') return [key, value];
      return [key, renderText(value, this.#context, environment.locate(['identities', name, key]))];
    });
    return Object.fromEntries(rendered) as T;
  }

  /**
   * A token is for the API of its environment: a collection may name other hosts, but only the environment can say that
   * they may have it.
   */
  #allows(url: URL, name: string): boolean {
    if (url.protocol !== 'https:' && !isLoopback(url.hostname)) return false;
    if (url.origin === new URL(this.#cloud.apiUrl).origin) return true;
    const isCluster = this.#cloud.clusterHosts.some((host) => url.hostname.endsWith(`.${host}`));
    const extra = this.#environment?.identities[name]?.allowedHosts ?? [];
    return isCluster || extra.some((host) => host === url.host || host === url.hostname);
  }
}

/** What to say of an identity that the environment does not have. */
export function unknownIdentity(name: string, environment: Environment | undefined): WaybillError {
  const known = Object.keys(environment?.identities ?? {});
  return new WaybillError('ERR_IDENTITY_UNKNOWN', `There is no identity "${name}".`, {
    hint:
      environment === undefined
        ? 'Identities come from an environment: choose one with -e.'
        : `${environment.file} has ${known.length === 0 ? 'no identities' : known.join(', ')}.`,
  });
}
