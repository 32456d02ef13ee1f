import type { Faults } from '../admin/faults.ts';
import type { SandboxApp } from '../seed.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { ClientCertificates } from './client-certificates.ts';
import type { DeviceCodes } from './device-codes.ts';
import type { Directory } from './directory.ts';
import { EntraError } from './entra-error.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import type { SigningKey } from './signing-key.ts';

export type EndpointVersion = 'v1' | 'v2';

/** One request to a token endpoint, form already read. */
export interface TokenRequest {
  readonly version: EndpointVersion;
  readonly tenant: string;
  readonly form: URLSearchParams;
  readonly app: SandboxApp;
  readonly clientSecret: string | undefined;
  /** Origin the client used; issuer of id tokens and a resource of its own. */
  readonly origin: string;
}

/** What all grants work with. */
export interface EntraState {
  readonly directory: Directory;
  readonly key: SigningKey;
  /** Signs for every identity provider that federated credentials trust. */
  readonly federationKey: SigningKey;
  readonly certificates: ClientCertificates;
  readonly refreshTokens: RefreshTokens;
  readonly deviceCodes: DeviceCodes;
  readonly authorizationCodes: AuthorizationCodes;
  readonly faults: Faults;
  /** Origin of the sandbox: issuer of access tokens, which says plainly that they are not real. */
  readonly issuerOrigin: string;
  readonly tokenLifetimeSeconds: number;
}

/** The value of a form field that must be there. */
export function requiredField(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw new EntraError(900144, name);
  return value;
}
