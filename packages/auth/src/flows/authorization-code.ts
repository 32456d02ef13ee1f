import { signInWithBrowser } from '../browser/browser-sign-in.ts';
import type { Flow } from '../flow.ts';
import { acquireWithMsal, clientApplication, refreshWithMsal } from '../msal.ts';
import type { FlowContext } from '../sign-in-context.ts';
import type { StoredTokens } from '../token-store.ts';

/** A user in the system browser (authorization code with PKCE, RFC 6749 section 4.1, RFC 7636). */
export interface AuthorizationCodeIdentity {
  readonly flow: 'authorization-code';
  readonly tenantId: string;
  readonly clientId: string;
  readonly scope: string;
  /** Only when the app registration is a confidential client (platform "Web"). */
  readonly clientSecret?: string | undefined;
  /** The port of `http://localhost` the browser comes back to. Default any free one. */
  readonly redirectPort?: number | undefined;
  /** The sign-in name to start with. */
  readonly loginHint?: string | undefined;
  /** What the page asks even of who is signed in already. */
  readonly prompt?: 'login' | 'select_account' | 'consent' | 'none' | undefined;
}

export const authorizationCode: Flow<AuthorizationCodeIdentity> = {
  secrets: ['clientSecret'],
  isInteractive: () => true,
  signIn,
  refresh: refreshWithMsal,
};

async function signIn(identity: AuthorizationCodeIdentity, context: FlowContext): Promise<StoredTokens> {
  const { flow, clientSecret, redirectPort: port, loginHint, prompt } = identity;
  return acquireWithMsal(identity, context, async (msal, { auth, system, request }) => {
    const application = clientApplication(msal, { auth, system }, clientSecret);
    const code = await signInWithBrowser(
      {
        flow,
        port,
        responseMode: 'form_post',
        authorizationUrl: (authorization) =>
          application.getAuthCodeUrl({
            ...request,
            ...authorization,
            codeChallengeMethod: 'S256',
            ...(loginHint === undefined ? {} : { loginHint }),
            ...(prompt === undefined ? {} : { prompt }),
          }),
      },
      context,
    );
    return application.acquireTokenByCode({ ...request, ...code });
  });
}
