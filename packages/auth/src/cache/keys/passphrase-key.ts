import { randomBytes, scrypt } from 'node:crypto';
import { WaybillError } from '@waybill/errors';
import { type CacheKey, KEY_BYTES, type KeyParameters, type UnlockedKey } from '../cache-key.ts';

/** The cost of scrypt (RFC 7914), as OWASP advises for passwords: about half a second and 128 MiB. */
const COST = { N: 2 ** 17, r: 8, p: 1 };
/** What a file may ask for: beyond this it is no file of ours, but an attempt to exhaust the machine. */
const HIGHEST_COST = { N: 2 ** 20, r: 16, p: 4 };
const SALT_BYTES = 16;

/**
 * A key derived from a passphrase. Salt and cost stand in the file, so the cost can be raised later.
 *
 * @param passphrase is for the caller to register with the redactor, as any other credential
 */
export function passphraseKey(passphrase: string): CacheKey {
  let latest: { readonly name: string; readonly key: Promise<UnlockedKey> } | undefined;

  /** Deriving is slow on purpose, so it happens once for every salt. */
  const derived = (parameters: KeyParameters): Promise<UnlockedKey> => {
    const name = JSON.stringify(parameters);
    if (latest?.name !== name) latest = { name, key: derive(passphrase, parameters) };
    return latest.key;
  };

  return {
    source: 'passphrase',
    create: () => derived({ salt: randomBytes(SALT_BYTES).toString('base64'), ...COST }),
    unlock: derived,
    forget: async () => {},
  };
}

async function derive(passphrase: string, parameters: KeyParameters): Promise<UnlockedKey> {
  const { N, r, p } = parameters;
  const salt = Buffer.from(String(parameters.salt), 'base64');
  if (!isCost(N, HIGHEST_COST.N) || !isCost(r, HIGHEST_COST.r) || !isCost(p, HIGHEST_COST.p) || salt.length === 0) {
    throw new WaybillError('ERR_CACHE_KEY', 'The token cache names scrypt parameters that make no sense.', {
      hint: 'Sign out to wipe the cache, then sign in again.',
    });
  }
  // Node refuses by default what needs more than 32 MiB; scrypt itself takes 128 * N * r.
  const options = { N, r, p, maxmem: 2 * 128 * N * r };
  const bytes = await new Promise<Buffer>((resolve, reject) =>
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
  return { bytes, parameters };
}

function isCost(value: string | number | undefined, highest: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= highest;
}
