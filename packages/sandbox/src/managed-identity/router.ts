import { type Context, Hono } from 'hono';
import { isSame } from '../entra/constant-time.ts';
import type { Directory } from '../entra/directory.ts';
import { EntraError } from '../entra/entra-error.ts';
import { appClaims } from '../entra/issue-token.ts';
import { originOf } from '../entra/read-token-request.ts';
import { knownResource } from '../entra/resources.ts';
import type { SigningKey } from '../entra/signing-key.ts';
import type { ManagedIdentity } from '../seed-types.ts';

export interface ManagedIdentityState {
  readonly directory: Directory;
  readonly key: SigningKey;
  readonly issuer: string;
  readonly tokenLifetimeSeconds: number;
}

/** Names under which a user-assigned identity is asked for, by what they name. */
const SELECTORS: Readonly<Record<string, keyof ManagedIdentity>> = {
  client_id: 'clientId',
  object_id: 'servicePrincipalObjectId',
  principal_id: 'servicePrincipalObjectId',
  mi_res_id: 'resourceId',
  msi_res_id: 'resourceId',
};

/** The token endpoints that Azure gives to what runs there: App Service's, and that of virtual machines (IMDS). */
export function managedIdentityRouter(state: ManagedIdentityState): Hono {
  const router = new Hono();
  router.get('/msi/token', async (context) => {
    const header = context.req.header('x-identity-header') ?? '';
    if (!isSame(header, state.directory.identityHeader))
      return context.json({ statusCode: 401, message: 'The X-IDENTITY-HEADER is missing or wrong.' }, 401);
    return answerToken(context, state, '2019-08-01');
  });
  // MSAL ends the path with a slash, others do not.
  router.on('GET', ['/metadata/identity/oauth2/token', '/metadata/identity/oauth2/token/'], async (context) => {
    // Keeps a server that is talked into fetching any address from handing out tokens.
    if (context.req.header('metadata')?.toLowerCase() !== 'true')
      return refuse(context, 'Required metadata header not specified');
    return answerToken(context, state, '2018-02-01');
  });
  return router;
}

async function answerToken(context: Context, state: ManagedIdentityState, apiVersion: string): Promise<Response> {
  const { directory, key, issuer, tokenLifetimeSeconds } = state;
  if (context.req.query('api-version') !== apiVersion)
    return refuse(context, `Required query variable 'api-version' must be ${apiVersion}`);
  const asked = context.req.query('resource') ?? '';
  if (asked === '') return refuse(context, "Required query variable 'resource' is missing");
  const identity = identityFor(context.req.query(), directory.managedIdentities);
  if (identity === undefined) return refuse(context, 'Identity not found');
  const resource = resourceOrNone(asked, { directory, origin: originOf(context) });
  if (resource === undefined)
    return refuse(context, `AADSTS500011: There is no resource ${asked} in the tenant`, 'invalid_resource');
  const terms = { issuer, tenantId: directory.tenantId, lifetimeSeconds: tokenLifetimeSeconds, app: identity };
  const claims = appClaims({ ...terms, credential: 'assertion' }, resource);
  const accessToken = await key.sign({ ...claims, xms_mirid: identity.resourceId });
  return context.json({
    access_token: accessToken,
    client_id: identity.clientId,
    expires_in: String(tokenLifetimeSeconds),
    expires_on: String(claims.exp),
    ext_expires_in: String(tokenLifetimeSeconds),
    not_before: String(claims.nbf),
    resource,
    token_type: 'Bearer',
  });
}

/** The identity that is named; the system-assigned one if none is. */
function identityFor(
  query: Readonly<Record<string, string>>,
  identities: readonly ManagedIdentity[],
): ManagedIdentity | undefined {
  const named = Object.entries(SELECTORS).find(([name]) => query[name] !== undefined);
  if (named === undefined) return identities.find(({ isSystemAssigned }) => isSystemAssigned);
  const [name, property] = named;
  return identities.find((identity) => String(identity[property]).toLowerCase() === query[name]?.toLowerCase());
}

function resourceOrNone(resource: string, sources: Parameters<typeof knownResource>[1]): string | undefined {
  try {
    return knownResource(resource, sources);
  } catch (error) {
    if (error instanceof EntraError) return undefined;
    throw error;
  }
}

function refuse(context: Context, description: string, error = 'invalid_request'): Response {
  return context.json({ error, error_description: description }, 400);
}
