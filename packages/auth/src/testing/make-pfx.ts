import forge from 'node-forge';

export interface PfxContent {
  /** PEM. Without it the file holds the public half only. */
  readonly key?: string;
  readonly certificate: string;
}

export interface PfxOptions {
  /** May be empty, as in a file "without a passphrase". */
  readonly passphrase: string;
  /** Encrypts the key. Default `aes256`. */
  readonly algorithm?: 'aes256' | '3des';
}

/**
 * Makes a PKCS #12 file in the forms that forge can write: a MAC with SHA-1, certificates in the clear. What OpenSSL
 * writes differs in both; see `openssl.ts`.
 */
export function makePfx({ key, certificate }: PfxContent, { passphrase, algorithm = 'aes256' }: PfxOptions): Buffer {
  const privateKey = key === undefined ? null : forge.pki.privateKeyFromPem(key);
  const file = forge.pkcs12.toPkcs12Asn1(privateKey, forge.pki.certificateFromPem(certificate), passphrase, {
    algorithm,
  });
  return Buffer.from(forge.asn1.toDer(file).getBytes(), 'binary');
}
