import { generate } from 'selfsigned';

/** A key and a certificate for https on this machine, both PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly certificate: string;
}

/** Makes a self-signed certificate for localhost and 127.0.0.1; it lives as long as a sandbox should. */
export async function createCertificate(): Promise<ServerCertificate> {
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      // Python's ssl takes a self-signed certificate as trust anchor only if it may sign.
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key: pems.private, certificate: pems.cert };
}
