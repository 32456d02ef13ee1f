import type { SandboxApp, SandboxUser } from '../seed.ts';
import type { ClientCredential } from './client-authentication.ts';
import type { Directory } from './directory.ts';
import { EntraError } from './entra-error.ts';
import { idClaims, userClaims } from './issue-token.ts';
import { requestedClaims } from './requested-claims.ts';
import { knownResource, POWER_BI, parseScopes, type RequestedScopes } from './resources.ts';
import { type EntraState, requiredField, type TokenRequest } from './token-request.ts';
import { type TokenResponse, tokenResponse } from './token-response.ts';

/** What a user flow asks for: a `resource` on v1, a `scope` on v2. */
export function requestedByUser(
  { version, form, origin }: Pick<TokenRequest, 'version' | 'form' | 'origin'>,
  { directory }: EntraState,
): RequestedScopes {
  const sources = { directory, origin };
  if (version === 'v2') {
    if (form.has('resource')) throw new EntraError(901002);
    return parseScopes(requiredField(form, 'scope'), sources);
  }
  const resource = knownResource(requiredField(form, 'resource'), sources);
  const oidc = (form.get('scope') ?? '').split(/\s+/).filter((scope) => scope === 'openid');
  return { resource, names: ['.default'], oidc: [...oidc, 'offline_access'], written: [] };
}

/** Whom tokens are for, and for what. */
export interface UserGrant {
  readonly user: SandboxUser;
  readonly requested: RequestedScopes;
  readonly credential: ClientCredential;
  /** What the authorization request sent along, to come back in the id token. */
  readonly nonce?: string | undefined;
}

/** Issues the tokens of a user flow, if the app has consent for what it asks. */
export async function issueForUser(
  request: TokenRequest,
  state: EntraState,
  { user, requested, credential, nonce }: UserGrant,
): Promise<TokenResponse> {
  const { app, version, form, origin } = request;
  const { tenantId } = state.directory;
  const consented = consentedScopes(app, requested.resource, state.directory);
  const isDefault = requested.names.includes('.default');
  const granted = isDefault ? consented : requested.names;
  if (granted.length === 0 || !granted.every((name) => consented.includes(name)))
    throw new EntraError(65001, app.displayName);

  const terms = { tenantId, lifetimeSeconds: state.tokenLifetimeSeconds, app, credential };
  const issuer = `${state.issuerOrigin}/${tenantId}/`;
  const claims = userClaims({ ...terms, issuer }, requested.resource, user, granted);
  const accessToken = await state.key.sign({ ...requestedClaims(form), ...claims });
  const idToken = requested.oidc.includes('openid')
    ? await state.key.sign(idClaims({ ...terms, issuer: `${origin}/${tenantId}/v2.0` }, user, nonce))
    : undefined;
  const refreshToken = requested.oidc.includes('offline_access')
    ? state.refreshTokens.issue({ clientId: app.clientId, userObjectId: user.objectId, requested })
    : undefined;
  const fullNames = granted.map((name) => `${requested.resource}/${name}`);
  return tokenResponse(version, {
    accessToken,
    expiresInSeconds: state.tokenLifetimeSeconds,
    resource: requested.resource,
    // MSAL finds a token again only by the scopes it asked for, so `.default` is echoed beside what was granted.
    scope: version === 'v1' ? granted.join(' ') : [...new Set([...fullNames, ...requested.written])].join(' '),
    idToken,
    refreshToken,
    clientInfo: form.get('client_info') === '1' ? { uid: user.objectId, utid: tenantId } : undefined,
  });
}

function consentedScopes(app: SandboxApp, resource: string, directory: Directory): readonly string[] {
  if (resource === POWER_BI) return app.delegatedScopes;
  return directory.exposedScopes(resource) ?? ['user_impersonation'];
}
