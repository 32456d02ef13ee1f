import { scrypt } from 'node:crypto';
import type { UnlockedKey } from './cache-key.ts';

/** About a tenth of a second: nothing for one sign-in, much for whoever tries a dictionary of passwords. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const NAME_BYTES = 24;

/**
 * The names of entries inside the file. A store's keys hold a digest of a credential, from which a weak password could
 * be guessed; where nothing else hides them, they are hashed slowly (RFC 7914).
 */
export class EntryNames {
  readonly #known = new Map<string, Promise<string>>();

  /** The name of an entry in a file that is sealed with this key, or with none. */
  async nameOf(key: string, { bytes, parameters }: UnlockedKey): Promise<string> {
    if (bytes !== undefined) return key;
    const salt = String(parameters.salt);
    const id = JSON.stringify([salt, key]);
    const name = this.#known.get(id) ?? slowHash(key, salt);
    this.#known.set(id, name);
    return name;
  }
}

async function slowHash(text: string, salt: string): Promise<string> {
  return new Promise((resolve, reject) =>
    scrypt(text, salt, NAME_BYTES, COST, (error, hash) =>
      error === null ? resolve(hash.toString('base64')) : reject(error),
    ),
  );
}
