import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CacheKey,
  FileTokenStore,
  keychainKey,
  keyFromEnvironment,
  passphraseKey,
  plaintextKey,
  type TokenStore,
  tolerateFailures,
} from '@waybill/auth';
import { WaybillError } from '@waybill/errors';
import type { Output } from '../output.ts';
import { stateFolder } from '../platform/folders.ts';

/** Where tokens are kept between runs. */
export function tokenCachePath(env: NodeJS.ProcessEnv): string {
  return join(stateFolder(env), 'tokens');
}

/**
 * The token cache, for commands that sign in. Only `auth login` starts one: who never logged in, as CI does not, leaves
 * nothing on disk.
 */
export async function openTokenCache(output: Output, env: NodeJS.ProcessEnv): Promise<TokenStore | undefined> {
  const path = tokenCachePath(env);
  if (!existsSync(path)) return undefined;
  const key = await cacheKey(output, env);
  return key === undefined ? undefined : tolerateFailures(createStore(path, key, output), (text) => output.note(text));
}

/**
 * The token cache, to be written.
 *
 * @throws {WaybillError} ERR_CACHE_KEY where nothing can encrypt it
 */
export async function createTokenCache(output: Output, env: NodeJS.ProcessEnv): Promise<FileTokenStore> {
  const path = tokenCachePath(env);
  const key = await cacheKey(output, env);
  if (key !== undefined) return createStore(path, key, output);
  throw new WaybillError('ERR_CACHE_KEY', 'There is no keychain here to keep the key of the token cache in.', {
    hint: 'Set WAYBILL_CACHE_PASSPHRASE, or WAYBILL_CACHE_KEY to 32 bytes in base64; or WAYBILL_TOKEN_CACHE=plaintext to do without encryption.',
  });
}

function createStore(path: string, key: CacheKey, output: Output): FileTokenStore {
  return new FileTokenStore({ path, key, redactor: output.redactor, onNotice: (text) => output.note(text) });
}

/** What encrypts the cache: a key or passphrase that was given, else the system's keychain. */
async function cacheKey(output: Output, env: NodeJS.ProcessEnv): Promise<CacheKey | undefined> {
  const { WAYBILL_CACHE_KEY: base64, WAYBILL_CACHE_PASSPHRASE: passphrase, WAYBILL_TOKEN_CACHE: mode } = env;
  if (mode === 'plaintext') return plaintextKey();
  for (const secret of [base64, passphrase]) if (secret) output.redactor.add(secret);
  if (base64) return keyFromEnvironment(base64);
  if (passphrase) return passphraseKey(passphrase);
  const keychain = keychainKey({ cachePath: tokenCachePath(env) });
  return (await keychain.unavailableBecause()) === undefined ? keychain : undefined;
}
