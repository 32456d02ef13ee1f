import { tenantEndpoint } from '../authority.ts';
import { signInWithDevice } from '../device/device-sign-in.ts';
import type { Flow } from '../flow.ts';
import { refreshWithMsal } from '../msal.ts';
import { withOfflineAccess } from '../scopes.ts';
import type { FlowContext } from '../sign-in-context.ts';
import { readTokenResponse } from '../token-response.ts';
import type { StoredTokens } from '../token-store.ts';

/** A user who signs in on another screen (RFC 8628). */
export interface DeviceCodeIdentity {
  readonly flow: 'device-code';
  readonly tenantId: string;
  readonly clientId: string;
  readonly scope: string;
}

export const deviceCode: Flow<DeviceCodeIdentity> = {
  secrets: [],
  isInteractive: () => true,
  signIn,
  refresh: refreshWithMsal,
};

async function signIn(identity: DeviceCodeIdentity, context: FlowContext): Promise<StoredTokens> {
  const { flow, tenantId, clientId, scope } = identity;
  const endpoint = (path: string) => tenantEndpoint(context.authorityUrl, tenantId, `oauth2/v2.0/${path}`);
  const tokenUrl = endpoint('token');
  const form = { client_id: clientId, scope: withOfflineAccess(scope), claims: context.claims };
  const answer = await signInWithDevice(
    { flow, deviceAuthorizationUrl: endpoint('devicecode'), tokenUrl, form },
    context,
  );
  return readTokenResponse(answer, identity, new URL(tokenUrl).host);
}
