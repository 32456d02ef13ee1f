import type { Redactor } from '@waybill/redaction';
import type { AccessToken } from './access-token.ts';
import { AuthError } from './auth-error.ts';
import { credentialsOf, flowOf } from './flows.ts';
import type { Identity } from './identity.ts';
import { MemoryTokenStore } from './memory-token-store.ts';
import type { FlowContext, SignInContext } from './sign-in-context.ts';
import { tokenKey } from './token-key.ts';
import type { StoredTokens, TokenStore } from './token-store.ts';

/** How an {@link Authenticator} reaches Entra, and who must hear of every token. */
export interface AuthenticatorOptions extends SignInContext {
  /** Learns every credential before it is used and every token before it is returned. */
  readonly redactor: Redactor;
  /** Keeps tokens from one process to the next. Default in memory. */
  readonly store?: TokenStore | undefined;
}

/** How one token is asked for. */
export interface AcquireOptions {
  /** The token that was refused; a cached one is returned only if it is another. */
  readonly insteadOf?: string | undefined;
  /** What the API demanded of the token, from the `claims` of its challenge, decoded; no cached token can do. */
  readonly claims?: string | undefined;
}

/** A token on its way, or there. */
interface Acquisition {
  readonly token: Promise<AccessToken>;
  readonly claims: string | undefined;
}

/** A token is replaced this long before it expires: clocks differ and requests take time. */
const EXPIRY_SKEW_MS = 5 * 60_000;

/** Trying these again for every request of a run would lock the account, or ask the same person again and again. */
const FINAL: ReadonlySet<string> = new Set(['ERR_AUTH_REFUSED', 'ERR_AUTH_TIMEOUT', 'ERR_AUTH_CANCELLED']);

/**
 * Turns identities into tokens. Tokens are kept by authority, credential, scopes and whatever else the identity says;
 * callers that ask at the same time share one sign-in, and people are asked one thing at a time.
 */
export class Authenticator {
  readonly #options: AuthenticatorOptions;
  readonly #store: TokenStore;
  readonly #acquisitions = new Map<string, Acquisition>();
  #lastInteraction: Promise<unknown> = Promise.resolve();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
    this.#store = options.store ?? new MemoryTokenStore();
  }

  /**
   * Returns a token that is good for at least five minutes, or half its life if it lives shorter. Renews silently before
   * it asks anybody.
   *
   * @throws {AuthError} ERR_AUTH_REFUSED with Entra's number, ERR_AUTH_CONFIGURATION, ERR_AUTH_RESPONSE_INVALID,
   *   ERR_AUTH_INTERACTION_REQUIRED, ERR_AUTH_UNAVAILABLE, ERR_AUTH_TIMEOUT, ERR_AUTH_CANCELLED
   * @throws {NetworkError} when the authority cannot be reached
   */
  async acquireToken(identity: Identity, options: AcquireOptions = {}): Promise<AccessToken> {
    const key = tokenKey(this.#options.authorityUrl, identity);
    const cached = this.#acquisitions.get(key);
    if (cached === undefined || !mayAnswer(cached, options)) return this.#start(key, identity, options);
    const token = await cached.token;
    if (isUsable(token, options)) return token;
    const latest = this.#acquisitions.get(key);
    // While we waited, another caller may have found the same and started over already.
    return latest === undefined || latest === cached ? this.#start(key, identity, options) : latest.token;
  }

  /** The token that is kept for an identity, however old. Signs nobody in. */
  async keptToken(identity: Identity): Promise<AccessToken | undefined> {
    const key = tokenKey(this.#options.authorityUrl, identity);
    if (flowOf(identity).isKeptElsewhere) return this.#acquisitions.get(key)?.token.catch(() => undefined);
    const stored = await this.#store.load(key);
    if (stored !== undefined) this.#tellRedactor(stored);
    return stored?.accessToken;
  }

  /** Drops all that is kept for an identity: its tokens, in the store too, or the refusal. */
  async forget(identity: Identity): Promise<void> {
    const key = tokenKey(this.#options.authorityUrl, identity);
    this.#acquisitions.delete(key);
    await this.#store.remove(key);
  }

  #start(key: string, identity: Identity, options: AcquireOptions): Promise<AccessToken> {
    const acquisition = { token: this.#acquire(key, identity, options), claims: options.claims };
    this.#acquisitions.set(key, acquisition);
    acquisition.token.catch((error: unknown) => {
      const isFinal = error instanceof AuthError && FINAL.has(error.code);
      if (!isFinal && this.#acquisitions.get(key) === acquisition) this.#acquisitions.delete(key);
    });
    return acquisition.token;
  }

  async #acquire(key: string, identity: Identity, options: AcquireOptions): Promise<AccessToken> {
    const { redactor } = this.#options;
    for (const credential of credentialsOf(identity)) redactor.add(credential);
    const stored = flowOf(identity).isKeptElsewhere ? undefined : await this.#store.load(key);
    if (stored !== undefined) this.#tellRedactor(stored);
    if (stored !== undefined && options.claims === undefined && isUsable(stored.accessToken, options)) {
      return stored.accessToken;
    }
    const context = { ...this.#options, claims: options.claims, onSecret: (secret: string) => redactor.add(secret) };
    const tokens = await this.#renewOrSignIn(identity, stored?.refreshToken, context);
    this.#tellRedactor(tokens);
    if (!flowOf(identity).isKeptElsewhere) await this.#store.save(key, tokens);
    return tokens.accessToken;
  }

  async #renewOrSignIn(
    identity: Identity,
    refreshToken: string | undefined,
    context: FlowContext,
  ): Promise<StoredTokens> {
    const flow = flowOf(identity);
    if (flow.refresh === undefined || refreshToken === undefined) return this.#signIn(identity, context);
    try {
      return await flow.refresh(identity, refreshToken, context);
    } catch (error) {
      if (!(error instanceof AuthError) || error.code !== 'ERR_AUTH_REFUSED') throw error;
      return this.#signIn(identity, { ...context, reason: error });
    }
  }

  #signIn(identity: Identity, context: FlowContext): Promise<StoredTokens> {
    const flow = flowOf(identity);
    if (!flow.isInteractive?.(identity)) return flow.signIn(identity, context);
    const turn = this.#lastInteraction.then(() => flow.signIn(identity, context));
    this.#lastInteraction = turn.catch(() => undefined);
    return turn;
  }

  #tellRedactor({ accessToken, refreshToken }: StoredTokens): void {
    this.#options.redactor.add(accessToken.token);
    if (refreshToken !== undefined) this.#options.redactor.add(refreshToken);
  }
}

/** A demand for claims is answered only by a token that was fetched for that same demand. */
function mayAnswer(cached: Acquisition, { claims, insteadOf }: AcquireOptions): boolean {
  return claims === undefined || (insteadOf !== undefined && cached.claims === claims);
}

function isUsable(token: AccessToken, { insteadOf }: AcquireOptions): boolean {
  const lifetimeMs = token.expiresOn.getTime() - token.acquiredOn.getTime();
  const isStale = token.expiresOn.getTime() - Date.now() <= Math.min(EXPIRY_SKEW_MS, lifetimeMs / 2);
  return token.token !== insteadOf && !isStale;
}
