import type { Flow } from './flow.ts';
import { authorizationCode } from './flows/authorization-code.ts';
import { azureCli } from './flows/azure-cli.ts';
import { clientCertificate } from './flows/client-certificate.ts';
import { clientSecret } from './flows/client-secret.ts';
import { defaultChain } from './flows/default.ts';
import { deviceCode } from './flows/device-code.ts';
import { managedIdentity } from './flows/managed-identity.ts';
import { oauth2 } from './flows/oauth2.ts';
import { onBehalfOf } from './flows/on-behalf-of.ts';
import { password } from './flows/password.ts';
import { refreshToken } from './flows/refresh-token.ts';
import { token } from './flows/token.ts';
import { workloadFederation } from './flows/workload-federation.ts';
import type { FlowName, Identity } from './identity.ts';

/** Every way to sign in. A new flow is a file in `flows/` and a row here. */
const FLOWS: { readonly [Name in FlowName]: Flow<Extract<Identity, { flow: Name }>> } = {
  'authorization-code': authorizationCode,
  'azure-cli': azureCli,
  'client-certificate': clientCertificate,
  'client-secret': clientSecret,
  default: defaultChain,
  'device-code': deviceCode,
  'managed-identity': managedIdentity,
  oauth2,
  'on-behalf-of': onBehalfOf,
  password,
  'refresh-token': refreshToken,
  token,
  'workload-federation': workloadFederation,
};

/** How an identity signs in. */
export function flowOf<Chosen extends Identity>({ flow }: Chosen): Flow<Chosen> {
  // TypeScript cannot follow that key and value belong together.
  return FLOWS[flow] as unknown as Flow<Chosen>;
}

/** The secret parts of an identity. */
export function credentialsOf(identity: Identity): readonly string[] {
  const values = flowOf(identity).secrets.map((key): unknown => identity[key]);
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}
