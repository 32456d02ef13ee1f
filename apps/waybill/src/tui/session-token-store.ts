import type { StoredTokens, TokenStore } from '@waybill/auth';

/** Keeps tokens while the program is open: a reload of the files builds a new engine, and must sign nobody in again. */
export class SessionTokenStore implements TokenStore {
  readonly #tokens = new Map<string, StoredTokens>();

  async load(key: string): Promise<StoredTokens | undefined> {
    return this.#tokens.get(key);
  }

  async save(key: string, tokens: StoredTokens): Promise<void> {
    this.#tokens.set(key, tokens);
  }

  async remove(key: string): Promise<void> {
    this.#tokens.delete(key);
  }

  async clear(): Promise<void> {
    this.#tokens.clear();
  }
}
