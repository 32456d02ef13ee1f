import type { AuthorizationCodeIdentity } from './flows/authorization-code.ts';
import type { AzureCliIdentity } from './flows/azure-cli.ts';
import type { ClientCertificateIdentity } from './flows/client-certificate.ts';
import type { ClientSecretIdentity } from './flows/client-secret.ts';
import type { DefaultIdentity } from './flows/default.ts';
import type { DeviceCodeIdentity } from './flows/device-code.ts';
import type { ManagedIdentity } from './flows/managed-identity.ts';
import type { OAuth2Identity } from './flows/oauth2.ts';
import type { OnBehalfOfIdentity } from './flows/on-behalf-of.ts';
import type { PasswordIdentity } from './flows/password.ts';
import type { RefreshTokenIdentity } from './flows/refresh-token.ts';
import type { TokenIdentity } from './flows/token.ts';
import type { WorkloadFederationIdentity } from './flows/workload-federation.ts';
import { splitScopes } from './scopes.ts';

/** Everything Waybill can sign in as, told apart by `flow`. */
export type Identity =
  | AuthorizationCodeIdentity
  | AzureCliIdentity
  | ClientCertificateIdentity
  | ClientSecretIdentity
  | DefaultIdentity
  | DeviceCodeIdentity
  | ManagedIdentity
  | OAuth2Identity
  | OnBehalfOfIdentity
  | PasswordIdentity
  | RefreshTokenIdentity
  | TokenIdentity
  | WorkloadFederationIdentity;

export type FlowName = Identity['flow'];

/** The same identity, asking for something else, such as a key vault. One that asks for nothing stays as it is. */
export function withScope(identity: Identity, scope: string): Identity {
  if (identity.flow === 'token') return identity;
  if (identity.flow !== 'password') return { ...identity, scope };
  const { flow, tenantId, clientId, username, password, clientSecret } = identity;
  return { flow, tenantId, clientId, username, password, clientSecret, endpoint: 'v2', scope };
}

/** What the token is asked for: scopes, or the v1 resource. */
export function scopesOf(identity: Identity): readonly string[] {
  if ('resource' in identity) return [`${identity.resource}/.default`];
  return 'scope' in identity ? splitScopes(identity.scope) : [];
}
