import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { WaybillError } from '@waybill/errors';
import type { KeyParameters, KeySource, UnlockedKey } from './cache-key.ts';

/*
 * The file is three lines of text:
 *
 *   1. the header: what this is, and how to find the key. It is the additional data of the encryption, so nobody can
 *      change it without being noticed.
 *   2. the tokens: AES-256-GCM (NIST SP 800-38D) and its tag in base64, or plain JSON when the header says so.
 *   3. SHA-256 of both. It is no protection; it tells a damaged file from a wrong key, which GCM alone cannot.
 */

const FORMAT = 'waybill-token-cache';
const VERSION = 1;
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Header {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly cipher: typeof CIPHER | 'none';
  readonly key: { readonly source: KeySource; readonly parameters: KeyParameters };
  readonly nonce?: string;
}

/** A file that is whole, but not decrypted yet. */
export interface SealedFile {
  readonly header: Header;
  readonly headerLine: string;
  readonly payload: string;
}

/** Writes the text of a file. Every call draws a nonce of its own: GCM breaks when a key meets one twice. */
export function seal(plaintext: string, source: KeySource, key: UnlockedKey): string {
  const about = { format: FORMAT, version: VERSION } as const;
  const keyHeader = { source, parameters: key.parameters };
  if (key.bytes === undefined) {
    return withDigest(JSON.stringify({ ...about, cipher: 'none', key: keyHeader } satisfies Header), plaintext);
  }
  const nonce = randomBytes(NONCE_BYTES);
  const header: Header = { ...about, cipher: CIPHER, key: keyHeader, nonce: nonce.toString('base64') };
  const headerLine = JSON.stringify(header);
  const cipher = createCipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(headerLine));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return withDigest(headerLine, sealed.toString('base64'));
}

/**
 * Reads the text of a file as far as that goes without the key.
 *
 * @throws {WaybillError} ERR_CACHE_VERSION for a file of a newer Waybill, ERR_CACHE_CORRUPT for anything else
 */
export function parseSealedFile(path: string, text: string): SealedFile {
  const [headerLine = '', payload = ''] = text.split('\n', 2);
  const header = parseObject(headerLine);
  if (header?.format !== FORMAT) throw corrupt(path, 'is not a token cache');
  // The version comes before the digest: a newer file may be laid out in another way below its header.
  if (typeof header.version === 'number' && header.version > VERSION) {
    throw new WaybillError(
      'ERR_CACHE_VERSION',
      `The token cache ${path} was written by a newer Waybill (format ${header.version}).`,
      {
        hint: 'Update Waybill, or sign out to wipe the cache and start a new one.',
      },
    );
  }
  if (text !== withDigest(headerLine, payload)) throw corrupt(path, 'is damaged or incomplete');
  if (!isHeader(header)) throw corrupt(path, 'has a header that makes no sense');
  return { header, headerLine, payload };
}

/** Decrypts; `undefined` when the key is not the one the file was sealed with. */
export function unseal({ header, headerLine, payload }: SealedFile, key: UnlockedKey): string | undefined {
  if (header.cipher === 'none') return payload;
  if (key.bytes === undefined) return undefined;
  const sealed = Buffer.from(payload, 'base64');
  const nonce = Buffer.from(header.nonce ?? '', 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(headerLine))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** A file that no key opens and that has to make room. */
export function corrupt(path: string, why: string): WaybillError {
  return new WaybillError('ERR_CACHE_CORRUPT', `The token cache ${path} ${why}.`);
}

function withDigest(headerLine: string, payload: string): string {
  const content = `${headerLine}\n${payload}\n`;
  return `${content}${createHash('sha256').update(content).digest('hex')}\n`;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHeader(header: unknown): header is Header {
  if (!isObject(header) || header.version !== VERSION || !isObject(header.key)) return false;
  const { source, parameters } = header.key;
  const isKnownCipher = header.cipher === 'none' || (header.cipher === CIPHER && typeof header.nonce === 'string');
  return isKnownCipher && typeof source === 'string' && isObject(parameters);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
