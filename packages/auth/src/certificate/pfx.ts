import { createPrivateKey } from 'node:crypto';
import type forge from 'node-forge';
import {
  brokenCertificate,
  type CertificateMaterial,
  certificateError,
  missingPassphrase,
  wrongPassphrase,
} from './key-pair.ts';
import { readCertificate } from './pem.ts';

/**
 * Reads a PKCS #12 file (.pfx, .p12; RFC 7292). Node itself opens one only for TLS and does not give the key out.
 *
 * @throws {AuthError} ERR_AUTH_CONFIGURATION
 */
export async function readPfx(
  bytes: Buffer,
  passphrase: string | undefined,
  what: string,
): Promise<CertificateMaterial> {
  const { default: library } = await import('node-forge');
  const content = open(library, bytes, passphrase, what);
  const bagsOf = (type: string | undefined) => (type && content.getBags({ bagType: type })[type]) || [];
  const { pkcs8ShroudedKeyBag, keyBag, certBag } = library.pki.oids;
  const [key] = [...bagsOf(pkcs8ShroudedKeyBag), ...bagsOf(keyBag)];
  if (key === undefined) {
    throw certificateError(`${what} holds no private key`, 'Export it again with "include the private key".');
  }
  if (!key.key) throw certificateError(`${what} has no RSA key`, 'Make an RSA certificate: Entra takes no other.');
  return {
    privateKey: createPrivateKey(library.pki.privateKeyToPem(key.key)),
    certificates: bagsOf(certBag).flatMap(({ cert }) =>
      cert ? [readCertificate(library.pki.certificateToPem(cert), what)] : [],
    ),
  };
}

function open(library: typeof forge, bytes: Buffer, passphrase: string | undefined, what: string) {
  let structure: forge.asn1.Asn1;
  try {
    structure = library.asn1.fromDer(bytes.toString('binary'));
  } catch (cause) {
    throw brokenCertificate(what, cause);
  }
  try {
    return library.pkcs12.pkcs12FromAsn1(structure, false, passphrase ?? '');
  } catch (cause) {
    const isPassphrase = cause instanceof Error && /password|MAC could not be verified/i.test(cause.message);
    if (!isPassphrase) throw brokenCertificate(what, cause);
    throw passphrase === undefined ? missingPassphrase(what) : wrongPassphrase(what, cause);
  }
}
