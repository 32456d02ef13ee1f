import { WaybillError } from '@waybill/errors';
import type { TokenStore } from '../token-store.ts';

/**
 * A store whose failures cost a sign-in its memory, but never fail it: what cannot be loaded was never there, and what
 * cannot be saved is forgotten. Each problem is told once. `clear` still fails, as nobody may believe to be signed out
 * who is not.
 */
export function tolerateFailures(store: TokenStore, onNotice: (text: string) => void): TokenStore {
  const told = new Set<string>();
  const tolerate = (error: unknown): undefined => {
    if (!(error instanceof WaybillError)) throw error;
    const text = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
    if (!told.has(text)) onNotice(text);
    told.add(text);
  };
  return {
    load: (key) => store.load(key).catch(tolerate),
    save: (key, tokens) => store.save(key, tokens).catch(tolerate),
    remove: (key) => store.remove(key).catch(tolerate),
    clear: () => store.clear(),
  };
}
