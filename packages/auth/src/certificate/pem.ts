import { X509Certificate } from 'node:crypto';
import { brokenCertificate, type CertificateMaterial, certificateError, readPrivateKey } from './key-pair.ts';

const BLOCK = /-----BEGIN ([A-Z ]+)-----[\s\S]*?-----END \1-----/g;

/**
 * Reads a private key and certificates that stand in one text (RFC 7468).
 *
 * @throws {AuthError} ERR_AUTH_CONFIGURATION
 */
export function readPem(text: string, passphrase: string | undefined, what: string): CertificateMaterial {
  // A variable of a CI system often holds the two characters `\n` where the file has lines.
  const blocks = [...text.replaceAll('\\n', '\n').matchAll(BLOCK)];
  const key = blocks.find(([, label]) => label?.endsWith('PRIVATE KEY'))?.[0];
  if (key === undefined) {
    throw blocks.length === 0
      ? brokenCertificate(what)
      : certificateError(
          `${what} holds no private key`,
          'Add the private key (BEGIN PRIVATE KEY) to the certificate; a .cer or .crt file is the public half only.',
        );
  }
  const certificates = blocks.filter(([, label]) => label === 'CERTIFICATE').map(([pem]) => readCertificate(pem, what));
  return { privateKey: readPrivateKey(key, passphrase, what), certificates };
}

export function readCertificate(pem: string, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw brokenCertificate(what, cause);
  }
}
