import { randomBytes } from 'node:crypto';
import type { CacheKey, UnlockedKey } from '../cache-key.ts';

/** No key at all: the file is marked as unencrypted and only its mode protects it. Never choose this for a user. */
export function plaintextKey(): CacheKey {
  return {
    source: 'plaintext',
    create: async (): Promise<UnlockedKey> => ({
      bytes: undefined,
      parameters: { salt: randomBytes(16).toString('base64') },
    }),
    unlock: async (parameters): Promise<UnlockedKey> => ({ bytes: undefined, parameters }),
    forget: async () => {},
  };
}
