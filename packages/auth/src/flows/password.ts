import type { AccessToken } from '../access-token.ts';
import { AuthError } from '../auth-error.ts';
import { parseAuthorityUrl } from '../authority.ts';
import { type PasswordIdentity, scopesOf } from '../identity.ts';
import { acquireWithMsal, type SignInContext } from '../msal.ts';
import { postForm } from '../token-transport.ts';

/** Signs a user in with a password. MSAL speaks v2 only, so v1 is a form of our own. */
export async function acquireByPassword(identity: PasswordIdentity, context: SignInContext): Promise<AccessToken> {
  return identity.endpoint === 'v1' ? acquireV1(identity, context) : acquireV2(identity, context);
}

async function acquireV2(identity: PasswordIdentity, context: SignInContext): Promise<AccessToken> {
  const { clientSecret, username, password } = identity;
  const credentials = { scopes: [...scopesOf(identity)], username, password };
  return acquireWithMsal(identity, context, (msal, { auth, system }) =>
    clientSecret === undefined
      ? new msal.PublicClientApplication({ auth, system }).acquireTokenByUsernamePassword(credentials)
      : new msal.ConfidentialClientApplication({
          auth: { ...auth, clientSecret },
          system,
        }).acquireTokenByUsernamePassword(credentials),
  );
}

async function acquireV1(
  identity: PasswordIdentity & { endpoint: 'v1' },
  context: SignInContext,
): Promise<AccessToken> {
  const { tenantId, clientId, username, password, resource, clientSecret } = identity;
  const origin = parseAuthorityUrl(context.authorityUrl).origin;
  const body = await postForm(
    `${origin}/${encodeURIComponent(tenantId)}/oauth2/token`,
    {
      grant_type: 'password',
      client_id: clientId,
      username,
      password,
      resource,
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
    },
    context.dispatcher,
  );
  // The v1 endpoint writes its numbers as strings.
  const token = body.access_token;
  const expiresInSeconds = Number(body.expires_in);
  if (typeof token !== 'string' || token === '' || !Number.isFinite(expiresInSeconds)) {
    throw new AuthError('ERR_AUTH_RESPONSE_INVALID', `${new URL(origin).host} answered without an access token.`, {
      hint: 'Check that the authority is an Entra endpoint.',
    });
  }
  const scopes = typeof body.scope === 'string' ? body.scope.split(' ') : [...scopesOf(identity)];
  const acquiredOn = new Date();
  const expiresOn = new Date(acquiredOn.getTime() + expiresInSeconds * 1000);
  return { token, acquiredOn, expiresOn, scopes, flow: 'password', tenantId, clientId, account: username };
}
