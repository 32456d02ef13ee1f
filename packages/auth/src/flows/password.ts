import { AuthError } from '../auth-error.ts';
import { tenantEndpoint } from '../authority.ts';
import type { Flow } from '../flow.ts';
import { acquireWithMsal, clientApplication } from '../msal.ts';
import type { FlowContext } from '../sign-in-context.ts';
import { readTokenResponse } from '../token-response.ts';
import type { StoredTokens } from '../token-store.ts';
import { postForm } from '../token-transport.ts';

interface PasswordIdentityBase {
  readonly flow: 'password';
  readonly tenantId: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  /** Only when the app registration is a confidential client. */
  readonly clientSecret?: string | undefined;
}

/**
 * A user with a password (ROPC, RFC 6749 section 4.3). It cannot satisfy MFA and Microsoft advises against it; the v1
 * endpoint takes a `resource`, v2 a `scope`.
 */
export type PasswordIdentity =
  | (PasswordIdentityBase & { readonly endpoint: 'v1'; readonly resource: string })
  | (PasswordIdentityBase & { readonly endpoint?: 'v2' | undefined; readonly scope: string });

export const password: Flow<PasswordIdentity> = { secrets: ['password', 'clientSecret'], signIn };

/** Refusals that a person at a screen could answer, and a password never can. */
const NEEDS_A_PERSON: ReadonlySet<number> = new Set([50055, 50076, 50079, 50158, 53003, 65001]);

/** MSAL speaks v2 only, so v1 is a form of our own. */
async function signIn(identity: PasswordIdentity, context: FlowContext): Promise<StoredTokens> {
  try {
    return await (identity.endpoint === 'v1' ? signInV1(identity, context) : signInV2(identity, context));
  } catch (error) {
    throw error instanceof AuthError && NEEDS_A_PERSON.has(error.details.aadstsCode ?? 0) ? withRemedy(error) : error;
  }
}

async function signInV2(
  identity: Exclude<PasswordIdentity, { endpoint: 'v1' }>,
  context: FlowContext,
): Promise<StoredTokens> {
  const { clientSecret, username, password } = identity;
  return acquireWithMsal(identity, context, (msal, { auth, system, request }) =>
    clientApplication(msal, { auth, system }, clientSecret).acquireTokenByUsernamePassword({
      ...request,
      username,
      password,
    }),
  );
}

async function signInV1(
  identity: Extract<PasswordIdentity, { endpoint: 'v1' }>,
  context: FlowContext,
): Promise<StoredTokens> {
  const { flow, tenantId, clientId, username, password, resource, clientSecret } = identity;
  const url = tenantEndpoint(context.authorityUrl, tenantId, 'oauth2/token');
  const form = {
    grant_type: 'password',
    client_id: clientId,
    username,
    password,
    resource,
    client_secret: clientSecret,
    claims: context.claims,
  };
  const answer = await postForm(url, form, { dispatcher: context.dispatcher });
  const asked = { flow, tenantId, clientId, account: username, scope: `${resource}/.default` };
  return readTokenResponse(answer, asked, new URL(url).host);
}

function withRemedy(error: AuthError): AuthError {
  return new AuthError(error.code, error.message, {
    hint: `${error.hint ?? ''} With flow: password nobody can be asked: use flow: authorization-code or device-code for a person, client-secret or client-certificate (a service principal) for unattended runs.`.trim(),
    cause: error,
    details: error.details,
  });
}
