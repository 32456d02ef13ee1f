import type { Flow } from '../flow.ts';
import { acquireWithMsal } from '../msal.ts';
import type { FlowContext } from '../sign-in-context.ts';
import type { StoredTokens } from '../token-store.ts';

/** An API that acts for the user who called it (on-behalf-of, a JWT bearer grant after RFC 7523). */
export interface OnBehalfOfIdentity {
  readonly flow: 'on-behalf-of';
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The access token the user sent to this app. */
  readonly assertion: string;
  readonly scope: string;
}

export const onBehalfOf: Flow<OnBehalfOfIdentity> = { secrets: ['clientSecret', 'assertion'], signIn };

async function signIn(identity: OnBehalfOfIdentity, context: FlowContext): Promise<StoredTokens> {
  const { clientSecret, assertion } = identity;
  return acquireWithMsal(identity, context, ({ ConfidentialClientApplication }, { auth, system, request }) =>
    new ConfidentialClientApplication({ auth: { ...auth, clientSecret }, system }).acquireTokenOnBehalfOf({
      ...request,
      oboAssertion: assertion,
    }),
  );
}
