import type { AuthenticationResult } from '@azure/msal-node';
import { WaybillError } from '@waybill/errors';
import { AuthError } from './auth-error.ts';
import { type MsalAuthority, msalAuthority } from './authority.ts';
import type { FlowName } from './identity.ts';
import { splitScopes } from './scopes.ts';
import type { FlowContext } from './sign-in-context.ts';
import type { StoredTokens } from './token-store.ts';
import { TokenTransport } from './token-transport.ts';

type Msal = typeof import('@azure/msal-node');

/** The part of an identity that MSAL needs for every flow. */
interface MsalIdentity {
  readonly flow: FlowName;
  readonly tenantId: string;
  readonly clientId: string;
  readonly scope: string;
  readonly username?: string | undefined;
}

/** What is the same for every flow: two halves of an MSAL configuration, and what all requests hold. */
interface MsalParts {
  readonly auth: MsalAuthority & { readonly clientId: string; readonly clientCapabilities?: string[] };
  readonly system: { readonly networkClient: TokenTransport };
  readonly request: { readonly scopes: string[]; readonly claims?: string };
}

/**
 * Runs one MSAL acquisition. Each gets an application of its own: MSAL would otherwise refuse further tries locally for
 * a minute after a 429 or 5xx, and our cache stands in front of it anyway.
 */
export async function acquireWithMsal(
  identity: MsalIdentity,
  context: FlowContext,
  acquire: (msal: Msal, parts: MsalParts) => Promise<AuthenticationResult | null>,
): Promise<StoredTokens> {
  const { claims } = context;
  const transport = new TokenTransport(context.dispatcher, context.interaction?.signal);
  const auth = {
    clientId: identity.clientId,
    ...msalAuthority(context.authorityUrl, identity.tenantId),
    // Says that we can answer a claims challenge; said only when we do.
    ...(claims === undefined ? {} : { clientCapabilities: ['CP1'] }),
  };
  const request = { scopes: [...splitScopes(identity.scope)], ...(claims === undefined ? {} : { claims }) };
  // MSAL takes longer to load than the rest of a run: only who signs in pays for it.
  const msal = await import('@azure/msal-node');
  let result: AuthenticationResult | null;
  try {
    result = await acquire(msal, { auth, system: { networkClient: transport }, request });
  } catch (error) {
    throw transport.failure ?? configurationError(error);
  }
  if (result === null || result.accessToken === '' || result.expiresOn === null) {
    throw new AuthError(
      'ERR_AUTH_RESPONSE_INVALID',
      `${new URL(context.authorityUrl).host} answered without an access token.`,
    );
  }
  const accessToken = {
    token: result.accessToken,
    acquiredOn: new Date(),
    expiresOn: result.expiresOn,
    scopes: result.scopes,
    flow: identity.flow,
    tenantId: result.tenantId || identity.tenantId,
    clientId: identity.clientId,
    account: result.account?.username || identity.username,
  };
  return { accessToken, refreshToken: transport.refreshToken };
}

/** Renews tokens by a refresh token; a confidential client has to authenticate for that, too. */
export async function refreshWithMsal(
  identity: MsalIdentity & { readonly clientSecret?: string | undefined },
  refreshToken: string,
  context: FlowContext,
): Promise<StoredTokens> {
  const tokens = await acquireWithMsal(identity, context, (msal, { auth, system, request }) =>
    clientApplication(msal, { auth, system }, identity.clientSecret).acquireTokenByRefreshToken({
      ...request,
      refreshToken,
    }),
  );
  // An authority need not rotate it (RFC 6749 section 6).
  return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
}

/** A confidential client if there is a secret, else a public one. */
export function clientApplication(
  msal: Msal,
  { auth, system }: Pick<MsalParts, 'auth' | 'system'>,
  clientSecret: string | undefined,
) {
  return clientSecret === undefined
    ? new msal.PublicClientApplication({ auth, system })
    : new msal.ConfidentialClientApplication({ auth: { ...auth, clientSecret }, system });
}

/** What MSAL refuses before it sends anything is a mistake in the identity. */
function configurationError(error: unknown): WaybillError {
  if (error instanceof WaybillError) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new AuthError('ERR_AUTH_CONFIGURATION', `MSAL cannot sign in with this identity: ${said}`, {
    hint: 'Check tenantId, clientId and scope of the identity.',
    cause: error,
  });
}
