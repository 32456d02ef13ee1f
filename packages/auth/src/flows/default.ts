import { AuthError } from '../auth-error.ts';
import type { Flow } from '../flow.ts';
import type { EnvironmentVariables, FlowContext } from '../sign-in-context.ts';
import type { StoredTokens } from '../token-store.ts';
import { type AzureCliIdentity, azureCli } from './azure-cli.ts';
import { type ClientCertificateIdentity, clientCertificate } from './client-certificate.ts';
import { type ClientSecretIdentity, clientSecret } from './client-secret.ts';
import { type ManagedIdentity, managedIdentity } from './managed-identity.ts';
import { type WorkloadFederationIdentity, workloadFederation } from './workload-federation.ts';

/**
 * Whatever this machine has to sign in with: a secret or certificate in AZURE_* variables, then workload federation, a
 * managed identity, and the Azure CLI.
 */
export interface DefaultIdentity {
  readonly flow: 'default';
  readonly scope: string;
  /** Default AZURE_TENANT_ID. */
  readonly tenantId?: string | undefined;
  /** Of the app, or of a user-assigned managed identity. Default AZURE_CLIENT_ID. */
  readonly clientId?: string | undefined;
}

export const defaultChain: Flow<DefaultIdentity> = { secrets: [], isKeptElsewhere: true, signIn };

type Link =
  | ClientSecretIdentity
  | ClientCertificateIdentity
  | WorkloadFederationIdentity
  | ManagedIdentity
  | AzureCliIdentity;

/** One link of the chain: the identity it would use, or why there is none. */
type MakeLink = (identity: DefaultIdentity, env: EnvironmentVariables) => Link | string;

const CHAIN: { readonly [Name in Link['flow']]: MakeLink } = {
  'client-secret': (identity, env) => {
    const secret = env.AZURE_CLIENT_SECRET;
    return secret
      ? ofApp(identity, env, (app) => ({ flow: 'client-secret', ...app, clientSecret: secret }))
      : unset('AZURE_CLIENT_SECRET');
  },
  'client-certificate': (identity, env) => {
    const certificateFile = env.AZURE_CLIENT_CERTIFICATE_PATH;
    const passphrase = env.AZURE_CLIENT_CERTIFICATE_PASSWORD || undefined;
    const sendCertificateChain = /^(1|true)$/i.test(env.AZURE_CLIENT_SEND_CERTIFICATE_CHAIN ?? '');
    if (!certificateFile) return unset('AZURE_CLIENT_CERTIFICATE_PATH');
    return ofApp(identity, env, (app) => ({
      flow: 'client-certificate',
      ...app,
      certificateFile,
      passphrase,
      sendCertificateChain,
    }));
  },
  'workload-federation': (identity, env) => {
    const source = federationSource(env);
    if (source === undefined) return 'no AZURE_FEDERATED_TOKEN_FILE, and no CI job that may have an identity';
    return ofApp(identity, env, (app) => ({ flow: 'workload-federation', ...app, source }));
  },
  'managed-identity': ({ scope, clientId }, env) => ({
    flow: 'managed-identity',
    scope,
    clientId: (clientId ?? env.AZURE_CLIENT_ID) || undefined,
  }),
  'azure-cli': ({ scope, tenantId }, env) => ({
    flow: 'azure-cli',
    scope,
    tenantId: (tenantId ?? env.AZURE_TENANT_ID) || undefined,
  }),
};

async function signIn(identity: DefaultIdentity, context: FlowContext): Promise<StoredTokens> {
  const passedOver: string[] = [];
  for (const [via, makeLink] of Object.entries(CHAIN) as [Link['flow'], MakeLink][]) {
    const link = makeLink(identity, context.env ?? {});
    if (typeof link === 'string') {
      passedOver.push(`${via}: ${link}`);
      continue;
    }
    try {
      const { accessToken, refreshToken } = await signInWith(link, context);
      return { accessToken: { ...accessToken, flow: 'default', via, passedOver }, refreshToken };
    } catch (error) {
      // Only what is not there is passed over: a refusal must not be hidden behind somebody else's token.
      if (!(error instanceof AuthError) || error.code !== 'ERR_AUTH_UNAVAILABLE') throw error;
      passedOver.push(`${via}: ${error.message}`);
    }
  }
  throw new AuthError(
    'ERR_AUTH_UNAVAILABLE',
    `Nothing here can sign in.\n${passedOver.map((why) => `- ${why}`).join('\n')}`,
    {
      hint: 'Run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.',
    },
  );
}

function signInWith(link: Link, context: FlowContext): Promise<StoredTokens> {
  switch (link.flow) {
    case 'client-secret':
      context.onSecret(link.clientSecret);
      return clientSecret.signIn(link, context);
    case 'client-certificate':
      if (link.passphrase !== undefined) context.onSecret(link.passphrase);
      return clientCertificate.signIn(link, context);
    case 'workload-federation':
      return workloadFederation.signIn(link, context);
    case 'managed-identity':
      return managedIdentity.signIn(link, context);
    case 'azure-cli':
      return azureCli.signIn(link, context);
  }
}

type App = Pick<ClientSecretIdentity, 'tenantId' | 'clientId' | 'scope'>;

function ofApp(identity: DefaultIdentity, env: EnvironmentVariables, make: (app: App) => Link): Link | string {
  const tenantId = identity.tenantId ?? env.AZURE_TENANT_ID;
  const clientId = identity.clientId ?? env.AZURE_CLIENT_ID;
  if (!tenantId) return unset('AZURE_TENANT_ID');
  return clientId ? make({ tenantId, clientId, scope: identity.scope }) : unset('AZURE_CLIENT_ID');
}

function federationSource(env: EnvironmentVariables): WorkloadFederationIdentity['source'] | undefined {
  if (env.AZURE_FEDERATED_TOKEN_FILE) return 'file';
  if (env.ACTIONS_ID_TOKEN_REQUEST_URL) return 'github';
  return env.SYSTEM_OIDCREQUESTURI ? 'azure-pipelines' : undefined;
}

function unset(variable: string): string {
  return `${variable} is not set`;
}
