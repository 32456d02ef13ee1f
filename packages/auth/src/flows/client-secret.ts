import type { Flow } from '../flow.ts';
import { acquireWithMsal } from '../msal.ts';
import type { FlowContext } from '../sign-in-context.ts';
import type { StoredTokens } from '../token-store.ts';

/** An app that signs in as itself with its secret (OAuth 2.0 client credentials, RFC 6749 section 4.4). */
export interface ClientSecretIdentity {
  readonly flow: 'client-secret';
  /** Directory (tenant) id or a verified domain. */
  readonly tenantId: string;
  /** Application (client) id of the app registration. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** `<resource>/.default`: the only form Entra takes here. */
  readonly scope: string;
}

export const clientSecret: Flow<ClientSecretIdentity> = { secrets: ['clientSecret'], signIn };

async function signIn(identity: ClientSecretIdentity, context: FlowContext): Promise<StoredTokens> {
  const { clientSecret } = identity;
  return acquireWithMsal(identity, context, ({ ConfidentialClientApplication }, { auth, system, request }) =>
    new ConfidentialClientApplication({ auth: { ...auth, clientSecret }, system }).acquireTokenByClientCredential(
      request,
    ),
  );
}
