import type { AuthenticationResult } from '@azure/msal-node';
import { WaybillError } from '@waybill/errors';
import type { Dispatcher } from 'undici';
import type { AccessToken } from './access-token.ts';
import { AuthError } from './auth-error.ts';
import { type MsalAuthority, msalAuthority } from './authority.ts';
import { accountOf, type Identity } from './identity.ts';
import { TokenTransport } from './token-transport.ts';

/** Where a sign-in goes and how it gets there. */
export interface SignInContext {
  /** Origin of the authority, e.g. https://login.microsoftonline.com. */
  readonly authorityUrl: string;
  readonly dispatcher?: Dispatcher | undefined;
}

type Msal = typeof import('@azure/msal-node');

/** The two halves of an MSAL configuration that are the same for every flow. */
interface MsalConfiguration {
  readonly auth: MsalAuthority & { readonly clientId: string };
  readonly system: { readonly networkClient: TokenTransport };
}

/**
 * Runs one MSAL acquisition. Each gets an application of its own: MSAL would otherwise refuse further tries locally for
 * a minute after a 429 or 5xx, and our cache stands in front of it anyway.
 */
export async function acquireWithMsal(
  identity: Identity,
  context: SignInContext,
  acquire: (msal: Msal, configuration: MsalConfiguration) => Promise<AuthenticationResult | null>,
): Promise<AccessToken> {
  const transport = new TokenTransport(context.dispatcher);
  const auth = { clientId: identity.clientId, ...msalAuthority(context.authorityUrl, identity.tenantId) };
  // MSAL takes longer to load than the rest of a run: only who signs in pays for it.
  const msal = await import('@azure/msal-node');
  let result: AuthenticationResult | null;
  try {
    result = await acquire(msal, { auth, system: { networkClient: transport } });
  } catch (error) {
    throw transport.failure ?? configurationError(error);
  }
  if (result === null || result.accessToken === '' || result.expiresOn === null) {
    throw new AuthError(
      'ERR_AUTH_RESPONSE_INVALID',
      `${new URL(context.authorityUrl).host} answered without an access token.`,
    );
  }
  return {
    token: result.accessToken,
    acquiredOn: new Date(),
    expiresOn: result.expiresOn,
    scopes: result.scopes,
    flow: identity.flow,
    tenantId: result.tenantId || identity.tenantId,
    clientId: identity.clientId,
    account: result.account?.username ?? accountOf(identity),
  };
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
