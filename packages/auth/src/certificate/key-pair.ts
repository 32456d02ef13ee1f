import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { AuthError } from '../auth-error.ts';

/** A private key and the certificates that came with it, as they were found. */
export interface CertificateMaterial {
  readonly privateKey: KeyObject;
  readonly certificates: readonly X509Certificate[];
}

/** What a client assertion is signed with. */
export interface KeyPair {
  /** PKCS #8 PEM, decrypted. */
  readonly privateKey: string;
  /** Of the certificate that belongs to the key: 64 hexadecimal digits. */
  readonly thumbprintSha256: string;
  /** PEM of that certificate, then of the others. */
  readonly chain: string;
  readonly expiresOn: Date;
}

/**
 * Finds the certificate of the key and checks that Entra can take it.
 *
 * @throws {AuthError} ERR_AUTH_CONFIGURATION, saying what is wrong with which file
 */
export function keyPairFrom({ privateKey, certificates }: CertificateMaterial, what: string): KeyPair {
  if (privateKey.asymmetricKeyType !== 'rsa') {
    throw certificateError(
      `${what} has a key of type ${privateKey.asymmetricKeyType}; Entra takes RSA only`,
      'Make an RSA certificate and upload it to the app registration.',
    );
  }
  const own = certificates.find((certificate) => certificate.checkPrivateKey(privateKey));
  if (own === undefined) {
    throw certificates.length === 0
      ? certificateError(`${what} holds no certificate`, 'Add the certificate (BEGIN CERTIFICATE) to the private key.')
      : certificateError(`${what} holds a certificate and a private key that do not belong together`, MAKE_TOGETHER);
  }
  assertInForce(own, what);
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprintSha256: own.fingerprint256.replaceAll(':', ''),
    chain: [own, ...certificates.filter((each) => each !== own)].map(String).join(''),
    expiresOn: new Date(own.validTo),
  };
}

const MAKE_TOGETHER = 'Put the key the certificate was made with beside it.';

function assertInForce(certificate: X509Certificate, what: string): void {
  const now = new Date();
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (to < now) {
    throw certificateError(
      `${what} expired on ${day(to)}`,
      'Make a new certificate, upload it to the app registration and use that.',
    );
  }
  if (from > now) {
    throw certificateError(`${what} is not valid before ${day(from)}`, 'Wait, or check the clock of this machine.');
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/**
 * Reads a private key in PEM.
 *
 * @throws {AuthError} ERR_AUTH_CONFIGURATION
 */
export function readPrivateKey(pem: string, passphrase: string | undefined, what: string): KeyObject {
  const isEncrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem);
  if (isEncrypted && passphrase === undefined) throw missingPassphrase(what);
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw isEncrypted
      ? wrongPassphrase(what, cause)
      : certificateError(`${what} has a broken private key`, MADE, cause);
  }
}

const MADE = 'Export it again, as PEM or PFX.';

export function missingPassphrase(what: string): AuthError {
  return certificateError(
    `${what} is encrypted and the identity has no passphrase`,
    'Add `passphrase`, from a secret.',
  );
}

export function wrongPassphrase(what: string, cause?: unknown): AuthError {
  return certificateError(`The passphrase does not open ${lowerFirst(what)}`, 'Check `passphrase`.', cause);
}

export function brokenCertificate(what: string, cause?: unknown): AuthError {
  return certificateError(`${what} is neither PEM nor PFX that can be read`, MADE, cause);
}

export function certificateError(problem: string, hint: string, cause?: unknown): AuthError {
  return new AuthError('ERR_AUTH_CONFIGURATION', `${problem}.`, { hint, cause });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
