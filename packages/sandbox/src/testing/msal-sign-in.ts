import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';

/** What the program is told: where to sign in, and with what. */
export interface MsalSignIn {
  readonly origin: string;
  readonly tenantId: string;
  readonly scope: string;
  readonly app: { readonly clientId: string; readonly clientSecret: string };
  readonly user: { readonly clientId: string; readonly username: string; readonly password: string };
}

// A program of its own, because Node reads NODE_EXTRA_CA_CERTS only when it starts.
const { origin, tenantId, scope, app, user } = JSON.parse(process.env.SIGN_IN ?? '') as MsalSignIn;
const authority = { authority: `${origin}/${tenantId}`, knownAuthorities: [new URL(origin).host] };

const confidential = new ConfidentialClientApplication({ auth: { ...authority, ...app } });
const asApp = await confidential.acquireTokenByClientCredential({ scopes: [scope] });

const publicClient = new PublicClientApplication({ auth: { ...authority, clientId: user.clientId } });
const { username, password } = user;
const asUser = await publicClient.acquireTokenByUsernamePassword({ scopes: [scope], username, password });
const silent = asUser?.account && (await publicClient.acquireTokenSilent({ scopes: [scope], account: asUser.account }));

process.stdout.write(
  JSON.stringify({
    app: asApp?.accessToken,
    user: asUser?.accessToken,
    accountId: asUser?.account?.homeAccountId,
    isSilentFromCache: silent?.fromCache,
  }),
);
