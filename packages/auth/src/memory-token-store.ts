import type { StoredTokens, TokenStore } from './token-store.ts';

/** Keeps tokens for as long as the process lives. */
export class MemoryTokenStore implements TokenStore {
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
