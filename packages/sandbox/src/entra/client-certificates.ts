import { createHash, X509Certificate } from 'node:crypto';

/** Certificates that were registered for apps. */
export class ClientCertificates {
  readonly #byClient = new Map<string, X509Certificate[]>();

  add(clientId: string, pem: string): X509Certificate {
    const certificate = new X509Certificate(pem);
    this.#byClient.set(clientId, [...(this.#byClient.get(clientId) ?? []), certificate]);
    return certificate;
  }

  /** The certificate an assertion names in its header: by SHA-256, by the older SHA-1, or as the head of a chain. */
  find(clientId: string, header: Readonly<Record<string, unknown>>): X509Certificate | undefined {
    const [leaf] = Array.isArray(header.x5c) ? header.x5c : [];
    return this.#byClient
      .get(clientId)
      ?.find(
        ({ raw }) =>
          header['x5t#S256'] === thumbprint(raw, 'sha256') ||
          header.x5t === thumbprint(raw, 'sha1') ||
          leaf === raw.toString('base64'),
      );
  }
}

function thumbprint(der: Buffer, algorithm: 'sha1' | 'sha256'): string {
  return createHash(algorithm).update(der).digest('base64url');
}
