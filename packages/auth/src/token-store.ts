import type { AccessToken } from './access-token.ts';

/** What one sign-in left behind. */
export interface StoredTokens {
  readonly accessToken: AccessToken;
  /** Renews the access token without asking the user again; a secret that lives much longer than the token. */
  readonly refreshToken?: string | undefined;
}

/**
 * Keeps tokens from one process to the next. Keys name authority, identity and scopes, and hold a digest of the
 * credential: a short password could be guessed from that, so a store on disk must not write keys as plain text.
 *
 * A store that cannot read what it has forgets it, rather than fail a sign-in.
 */
export interface TokenStore {
  load(key: string): Promise<StoredTokens | undefined>;
  save(key: string, tokens: StoredTokens): Promise<void>;
  remove(key: string): Promise<void>;
  clear(): Promise<void>;
}
