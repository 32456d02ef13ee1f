import { AuthError } from '../auth-error.ts';
import type { Flow } from '../flow.ts';
import type { JsonObject } from '../json-request.ts';
import { explainAzureCli, runAzureCli } from '../programs/azure-cli.ts';
import { resourceOf } from '../scopes.ts';
import { type FlowContext, refuseClaims } from '../sign-in-context.ts';
import { readTokenResponse } from '../token-response.ts';
import type { StoredTokens } from '../token-store.ts';

/** Whoever is signed in to the Azure CLI. */
export interface AzureCliIdentity {
  readonly flow: 'azure-cli';
  readonly scope: string;
  /** Default the tenant of the CLI's subscription. */
  readonly tenantId?: string | undefined;
  /** Name or id, in place of a tenant. */
  readonly subscription?: string | undefined;
}

export const azureCli: Flow<AzureCliIdentity> = { secrets: [], isKeptElsewhere: true, signIn };

async function signIn(identity: AzureCliIdentity, context: FlowContext): Promise<StoredTokens> {
  const { tenantId, subscription, scope } = identity;
  if (tenantId !== undefined && subscription !== undefined) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', 'The Azure CLI takes a tenant or a subscription, not both.', {
      hint: 'Remove tenantId or subscription from the identity.',
    });
  }
  const encoded = context.claims === undefined ? '' : Buffer.from(context.claims).toString('base64');
  refuseClaims(context, 'azure-cli', `Run: az login --scope ${scope} --claims-challenge ${encoded}`);
  const resource = resourceOf(scope);
  const args = [
    ...['account', 'get-access-token'],
    ...(resource === undefined ? ['--scope', scope] : ['--resource', resource]),
    ...(tenantId === undefined ? [] : ['--tenant', tenantId]),
    ...(subscription === undefined ? [] : ['--subscription', subscription]),
  ];
  try {
    const answer = await runAzureCli(args, { env: context.env, signal: context.interaction?.signal });
    return readTokenResponse(inOAuthTerms(answer), { ...identity, tenantId: tenantOf(answer) }, 'The Azure CLI');
  } catch (error) {
    throw explainAzureCli(error);
  }
}

/** Since 2.54 it prints `expires_on` in seconds; `expiresOn` is the time on this machine's clock, with no zone. */
function inOAuthTerms({ accessToken, tokenType, expires_on, expiresOn }: JsonObject): JsonObject {
  const local = typeof expiresOn === 'string' ? Date.parse(expiresOn) / 1000 : Number.NaN;
  return {
    access_token: accessToken,
    token_type: tokenType,
    expires_on: expires_on ?? (Number.isNaN(local) ? undefined : local),
  };
}

function tenantOf({ tenant }: JsonObject): string | undefined {
  return typeof tenant === 'string' ? tenant : undefined;
}
