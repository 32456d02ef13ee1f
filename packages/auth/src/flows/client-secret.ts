import type { AccessToken } from '../access-token.ts';
import type { ClientSecretIdentity } from '../identity.ts';
import { scopesOf } from '../identity.ts';
import { acquireWithMsal, type SignInContext } from '../msal.ts';

/** Signs an app in with its secret. */
export async function acquireByClientSecret(
  identity: ClientSecretIdentity,
  context: SignInContext,
): Promise<AccessToken> {
  const { clientSecret } = identity;
  return acquireWithMsal(identity, context, ({ ConfidentialClientApplication }, { auth, system }) =>
    new ConfidentialClientApplication({ auth: { ...auth, clientSecret }, system }).acquireTokenByClientCredential({
      scopes: [...scopesOf(identity)],
    }),
  );
}
