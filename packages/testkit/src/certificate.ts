import { generate } from 'selfsigned';

/** A private key and a self-signed certificate, both PEM. */
export async function makeKeyAndCertificate(): Promise<{ readonly key: string; readonly certificate: string }> {
  const made = await generate([{ name: 'commonName', value: 'waybill-test' }], { keySize: 2048, algorithm: 'sha256' });
  return { key: made.private, certificate: made.cert };
}
