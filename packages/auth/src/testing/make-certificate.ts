import { generate } from 'selfsigned';

export interface CertificateOptions {
  /** Default a 2048 bit RSA key. */
  readonly keyType?: 'rsa' | 'ec';
  /** `YYYY-MM-DD`, both. Default from now on, for a year. */
  readonly validity?: { readonly from: string; readonly to: string };
}

/** A private key (PKCS #8) and the self-signed certificate that belongs to it, both PEM with a line feed at the end. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly certificate: string;
}

/** Makes them without any program, so that the tests need nothing but Node. */
export async function makeCertificate({
  keyType = 'rsa',
  validity,
}: CertificateOptions = {}): Promise<KeyAndCertificate> {
  const made = await generate([{ name: 'commonName', value: 't' }], {
    keyType,
    keySize: 2048,
    algorithm: 'sha256',
    ...(validity === undefined ? {} : { notBeforeDate: new Date(validity.from), notAfterDate: new Date(validity.to) }),
  });
  return { key: withLineFeeds(made.private), certificate: withLineFeeds(made.cert) };
}

/** As OpenSSL writes PEM: the tests join blocks and look at single lines. */
function withLineFeeds(pem: string): string {
  return `${pem.replaceAll('\r\n', '\n').trimEnd()}\n`;
}
