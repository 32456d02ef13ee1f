import { WaybillError } from '@waybill/errors';
import type { ClientCertificates } from '../entra/client-certificates.ts';
import type { Directory } from '../entra/directory.ts';
import type { SigningKey } from '../entra/signing-key.ts';
import type { FederatedCredential } from '../seed-types.ts';
import type { FaultDescription, FaultName, FaultOptions, Faults } from './faults.ts';

export interface FederatedTokenOptions extends Partial<FederatedCredential> {
  /** Default 600; below zero for a token that has expired. */
  readonly expiresInSeconds?: number;
}

/** What may be changed in a sandbox while it is up; the same can be done over HTTP below `/_sandbox`. */
export class SandboxAdmin {
  readonly #directory: Directory;
  readonly #certificates: ClientCertificates;
  readonly #federationKey: SigningKey;
  readonly #faults: Faults;

  constructor(directory: Directory, certificates: ClientCertificates, federationKey: SigningKey, faults: Faults) {
    this.#directory = directory;
    this.#certificates = certificates;
    this.#federationKey = federationKey;
    this.#faults = faults;
  }

  /** Registers a certificate (PEM) for an app, as "Certificates & secrets" does. Returns its SHA-256 thumbprint. */
  addCertificate(clientId: string, pem: string): string {
    const app = this.#directory.findApp(clientId);
    if (app === undefined) throw wrong(`There is no app ${clientId}.`);
    try {
      return this.#certificates.add(app.clientId, pem).fingerprint256.replaceAll(':', '').toLowerCase();
    } catch (cause) {
      throw wrong('This is not a certificate in PEM form.', cause);
    }
  }

  /**
   * Plays the identity provider that federated credentials trust, e.g. GitHub, and issues one of its tokens. What is
   * left out is taken from the first app that has a federated credential.
   */
  async issueFederatedToken({ expiresInSeconds = 600, ...given }: FederatedTokenOptions = {}): Promise<string> {
    const { issuer, subject, audience } = { ...this.#directory.federatedCredentials[0], ...given };
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now - 60, nbf: now - 60, exp: now + expiresInSeconds };
    return this.#federationKey.sign({
      ...times,
      iss: issuer as string,
      sub: subject as string,
      aud: audience as string,
    });
  }

  /** All faults, what they do, and which are on. */
  get faults(): readonly FaultDescription[] {
    return this.#faults.list();
  }

  /** Makes something go wrong from now on; a fault that is on already gets the new options. */
  setFault<N extends FaultName>(name: N, options: FaultOptions<N> = {}): void {
    this.#faults.set(name, options);
  }

  /** Ends one fault, or all of them. */
  clearFaults(name?: FaultName): void {
    this.#faults.clear(name);
  }
}

function wrong(message: string, cause?: unknown): WaybillError {
  return new WaybillError('ERR_USAGE', message, { cause });
}
