import { createHash } from 'node:crypto';
import type { Redactor } from '@waybill/redaction';
import type { AccessToken } from './access-token.ts';
import { AuthError } from './auth-error.ts';
import { acquireByClientSecret } from './flows/client-secret.ts';
import { acquireByPassword } from './flows/password.ts';
import { accountOf, credentialsOf, type Identity, scopesOf } from './identity.ts';
import type { SignInContext } from './msal.ts';

/** How an {@link Authenticator} reaches Entra, and who must hear of every token. */
export interface AuthenticatorOptions extends SignInContext {
  /** Learns every credential before it is used and every token before it is returned. */
  readonly redactor: Redactor;
}

/** How one token is asked for. */
export interface AcquireOptions {
  /** The token that was refused; a cached one is returned only if it is another. */
  readonly insteadOf?: string | undefined;
}

/** A token is replaced this long before it expires: clocks differ and requests take time. */
const EXPIRY_SKEW_MS = 5 * 60_000;

/**
 * Turns identities into tokens. Tokens are kept in memory, by cloud, tenant, client, account, credential and scopes;
 * callers that ask at the same time share one sign-in.
 */
export class Authenticator {
  readonly #options: AuthenticatorOptions;
  readonly #acquisitions = new Map<string, Promise<AccessToken>>();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /**
   * Returns a token that is good for at least five minutes, or half its life if it lives shorter.
   *
   * @throws {AuthError} ERR_AUTH_REFUSED with Entra's number, ERR_AUTH_CONFIGURATION, ERR_AUTH_RESPONSE_INVALID
   * @throws {NetworkError} when the authority cannot be reached
   */
  async acquireToken(identity: Identity, options: AcquireOptions = {}): Promise<AccessToken> {
    const key = cacheKey(this.#options.authorityUrl, identity);
    const cached = this.#acquisitions.get(key);
    if (cached === undefined) return this.#startAcquisition(key, identity);
    const token = await cached;
    if (token.token !== options.insteadOf && !isStale(token)) return token;
    const latest = this.#acquisitions.get(key);
    // While we waited, another caller may have found the same and started over already.
    return latest === undefined || latest === cached ? this.#startAcquisition(key, identity) : latest;
  }

  /** Drops the token, or the refusal, that is kept for an identity. */
  forget(identity: Identity): void {
    this.#acquisitions.delete(cacheKey(this.#options.authorityUrl, identity));
  }

  #startAcquisition(key: string, identity: Identity): Promise<AccessToken> {
    const acquisition = this.#acquire(identity);
    this.#acquisitions.set(key, acquisition);
    acquisition.catch((error: unknown) => {
      // A refused credential is remembered: trying it again for every request of a run would lock the account.
      const isRefusal = error instanceof AuthError && error.code === 'ERR_AUTH_REFUSED';
      if (!isRefusal && this.#acquisitions.get(key) === acquisition) this.#acquisitions.delete(key);
    });
    return acquisition;
  }

  async #acquire(identity: Identity): Promise<AccessToken> {
    for (const credential of credentialsOf(identity)) this.#options.redactor.add(credential);
    const token = await signIn(identity, this.#options);
    this.#options.redactor.add(token.token);
    return token;
  }
}

async function signIn(identity: Identity, context: SignInContext): Promise<AccessToken> {
  switch (identity.flow) {
    case 'client-secret':
      return acquireByClientSecret(identity, context);
    case 'password':
      return acquireByPassword(identity, context);
  }
}

function isStale(token: AccessToken): boolean {
  const lifetimeMs = token.expiresOn.getTime() - token.acquiredOn.getTime();
  return token.expiresOn.getTime() - Date.now() < Math.min(EXPIRY_SKEW_MS, lifetimeMs / 2);
}

/** The credential is part of the key, so that a wrong secret never hides behind the token of a right one. */
function cacheKey(authorityUrl: string, identity: Identity): string {
  const credential = createHash('sha256')
    .update(JSON.stringify(credentialsOf(identity)))
    .digest('hex');
  const { flow, tenantId, clientId } = identity;
  const scopes = [...scopesOf(identity)].sort();
  return JSON.stringify([authorityUrl, tenantId, clientId, accountOf(identity), flow, scopes, credential]);
}
