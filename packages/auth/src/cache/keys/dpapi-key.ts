import { randomBytes } from 'node:crypto';
import { WaybillError } from '@waybill/errors';
import { KEY_BYTES, type UnlockedKey } from '../cache-key.ts';
import { dpapi } from '../keychain/dpapi.ts';
import type { KeychainKey } from './keychain-key.ts';

/** A key that stands in the file itself, in a form that only this Windows user on this machine can decrypt. */
export function dpapiKey(): KeychainKey {
  let latest: UnlockedKey | undefined;

  return {
    source: 'dpapi',
    async create() {
      const bytes = randomBytes(KEY_BYTES);
      latest = { bytes, parameters: { protected: await dpapi.protect(bytes.toString('base64')) } };
      return latest;
    },
    async unlock(parameters) {
      if (latest?.parameters.protected === parameters.protected && latest !== undefined) return latest;
      const bytes = Buffer.from(await dpapi.unprotect(String(parameters.protected)), 'base64');
      if (bytes.length !== KEY_BYTES) {
        throw new WaybillError('ERR_CACHE_KEY', 'What DPAPI decrypted for the token cache is not a key.', {
          hint: 'Sign out to wipe the cache, then sign in again.',
        });
      }
      latest = { bytes, parameters };
      return latest;
    },
    // The key goes with the file.
    forget: async () => {},
    async unavailableBecause() {
      try {
        await dpapi.protect(randomBytes(KEY_BYTES).toString('base64'));
        return undefined;
      } catch (error) {
        if (error instanceof WaybillError) return error.message;
        throw error;
      }
    },
  };
}
