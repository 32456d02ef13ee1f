import { AuthError } from '../auth-error.ts';
import { ASSERTION_SOURCES } from '../federation/assertion-source.ts';
import type { Flow } from '../flow.ts';
import { decodeJwt } from '../jwt.ts';
import { acquireWithMsal } from '../msal.ts';
import type { FlowContext } from '../sign-in-context.ts';
import type { StoredTokens } from '../token-store.ts';

/** An app whose platform vouches for it, so that it needs no secret (workload identity federation, RFC 7523). */
export interface WorkloadFederationIdentity {
  readonly flow: 'workload-federation';
  readonly tenantId: string;
  readonly clientId: string;
  readonly scope: string;
  readonly source: keyof typeof ASSERTION_SOURCES;
  /** `file`: where the assertion is. Default AZURE_FEDERATED_TOKEN_FILE. */
  readonly tokenFile?: string | undefined;
  /** `github`: default api://AzureADTokenExchange. */
  readonly audience?: string | undefined;
  /** `azure-pipelines`: default AZURESUBSCRIPTION_SERVICE_CONNECTION_ID. */
  readonly serviceConnectionId?: string | undefined;
}

export const workloadFederation: Flow<WorkloadFederationIdentity> = { secrets: [], signIn };

/** No federated credential fits: nothing, the issuer, the audience, the subject. */
const MISMATCHES: ReadonlySet<number> = new Set([70021, 700211, 700212, 700213]);

async function signIn(identity: WorkloadFederationIdentity, context: FlowContext): Promise<StoredTokens> {
  // Fetched for every acquisition: it lives for minutes.
  const clientAssertion = await ASSERTION_SOURCES[identity.source](identity, context);
  context.onSecret(clientAssertion);
  try {
    return await acquireWithMsal(identity, context, ({ ConfidentialClientApplication }, { auth, system, request }) =>
      new ConfidentialClientApplication({ auth: { ...auth, clientAssertion }, system }).acquireTokenByClientCredential(
        request,
      ),
    );
  } catch (error) {
    throw error instanceof AuthError && MISMATCHES.has(error.details.aadstsCode ?? 0)
      ? withClaims(error, clientAssertion)
      : error;
  }
}

/** Says what the assertion holds, to be laid beside the federated credential. */
function withClaims(error: AuthError, assertion: string): AuthError {
  const { iss, sub, aud } = decodeJwt(assertion)?.claims ?? {};
  return new AuthError(error.code, error.message, {
    hint: `${error.hint} The assertion says issuer ${String(iss)}, subject ${String(sub)}, audience ${String(aud)}.`,
    cause: error,
    details: error.details,
  });
}
