import { createHash, randomBytes } from 'node:crypto';
import { WaybillError } from '@waybill/errors';
import { type CacheKey, KEY_BYTES, type UnlockedKey } from '../cache-key.ts';
import type { Keychain } from '../keychain/keychain.ts';
import { macosSecurity } from '../keychain/macos-security.ts';
import { secretTool } from '../keychain/secret-tool.ts';
import { dpapiKey } from './dpapi-key.ts';

/** A key that the operating system keeps for the user. */
export interface KeychainKey extends CacheKey {
  /** Why the keychain cannot be used on this machine; `undefined` when it can. */
  unavailableBecause(): Promise<string | undefined>;
}

export interface KeychainKeyOptions {
  /** The cache the key is for: every cache has its own. */
  readonly cachePath: string;
  /** Default: the platform this runs on. */
  readonly platform?: NodeJS.Platform;
}

/** The keychain of this platform: login keychain (macOS), Secret Service (Linux and other desktops), DPAPI (Windows). */
export function keychainKey({ cachePath, platform = process.platform }: KeychainKeyOptions): KeychainKey {
  if (platform === 'win32') return dpapiKey();
  return storedKey(platform === 'darwin' ? macosSecurity : secretTool, accountOf(cachePath));
}

function storedKey(keychain: Keychain, account: string): KeychainKey {
  let latest: UnlockedKey | undefined;

  const find = async (): Promise<UnlockedKey | undefined> => {
    const secret = await keychain.find(account);
    return secret === undefined ? undefined : keyFrom(secret);
  };

  return {
    source: 'keychain',
    async create() {
      // Always asks: another process may have wiped the key that this one remembers.
      latest = await find();
      if (latest !== undefined) return latest;
      await keychain.store(account, randomBytes(KEY_BYTES).toString('base64'));
      // Some keychains accept a secret and never give it back. Better to know before tokens are sealed with it.
      latest = await find();
      if (latest !== undefined) return latest;
      throw new WaybillError('ERR_CACHE_KEY', 'The keychain took the key of the token cache but does not return it.', {
        hint: 'Check that a keyring is unlocked, or keep the key of the cache in another place.',
      });
    },
    async unlock({ fingerprint }) {
      if (latest?.parameters.fingerprint !== fingerprint) latest = await find();
      if (latest?.parameters.fingerprint === fingerprint) return latest as UnlockedKey;
      const state = latest === undefined ? 'no key' : 'another key';
      throw new WaybillError('ERR_CACHE_KEY', `The keychain has ${state} for this token cache.`, {
        hint: 'Sign out to wipe the cache, then sign in again.',
      });
    },
    async forget() {
      latest = undefined;
      await keychain.remove(account);
    },
    async unavailableBecause() {
      try {
        await keychain.find(account);
        return undefined;
      } catch (error) {
        if (error instanceof WaybillError) return error.message;
        throw error;
      }
    },
  };
}

/** A word without anything a tool could take for syntax; paths have blanks and quotes. */
function accountOf(cachePath: string): string {
  return `token-cache-${createHash('sha256').update(cachePath).digest('hex').slice(0, 16)}`;
}

function keyFrom(secret: string): UnlockedKey {
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length !== KEY_BYTES) {
    throw new WaybillError('ERR_CACHE_KEY', 'What the keychain holds for the token cache is not a key.', {
      hint: 'Sign out to wipe the cache, then sign in again.',
    });
  }
  // Tells keys apart without telling what they are: a random key cannot be guessed from its hash.
  const fingerprint = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { bytes, parameters: { fingerprint } };
}
