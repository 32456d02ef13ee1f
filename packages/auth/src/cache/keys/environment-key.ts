import { WaybillError } from '@waybill/errors';
import { type CacheKey, KEY_BYTES } from '../cache-key.ts';

/**
 * A key that is given as base64, as CI systems keep them in a variable.
 *
 * @throws {WaybillError} ERR_CACHE_KEY when it is not 32 bytes in base64
 */
export function keyFromEnvironment(base64: string): CacheKey {
  const bytes = Buffer.from(base64, 'base64');
  // Node skips what is no base64; a mistyped key would silently become another one.
  if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== base64.trim()) {
    throw new WaybillError('ERR_CACHE_KEY', 'The key of the token cache is not 32 bytes in base64.', {
      hint: 'Make one with `openssl rand -base64 32`.',
    });
  }
  const key = { bytes, parameters: {} };
  return {
    source: 'environment',
    create: async () => key,
    unlock: async () => key,
    forget: async () => {},
  };
}
