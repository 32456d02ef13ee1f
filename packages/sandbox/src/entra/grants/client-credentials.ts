import { authenticateClient } from '../client-authentication.ts';
import { isMultiTenant } from '../directory.ts';
import { EntraError } from '../entra-error.ts';
import { appClaims } from '../issue-token.ts';
import { requestedClaims } from '../requested-claims.ts';
import { knownResource, parseScopes } from '../resources.ts';
import { type EntraState, requiredField, type TokenRequest } from '../token-request.ts';
import { type TokenResponse, tokenResponse } from '../token-response.ts';

/** An app signs in as itself (RFC 6749 section 4.4). */
export async function clientCredentials(request: TokenRequest, state: EntraState): Promise<TokenResponse> {
  if (isMultiTenant(request.tenant)) throw new EntraError(50059);
  const resource = requestedResource(request, state);
  const credential = await authenticateClient(request, state);
  // A public client has no credential to sign in with.
  if (credential === 'none') throw new EntraError(7000218);
  const issuer = `${state.issuerOrigin}/${state.directory.tenantId}/`;
  const terms = {
    issuer,
    tenantId: state.directory.tenantId,
    lifetimeSeconds: state.tokenLifetimeSeconds,
    app: request.app,
    credential,
  };
  const accessToken = await state.key.sign({ ...requestedClaims(request.form), ...appClaims(terms, resource) });
  return tokenResponse(request.version, { accessToken, expiresInSeconds: state.tokenLifetimeSeconds, resource });
}

function requestedResource({ version, form, origin }: TokenRequest, { directory }: EntraState): string {
  const sources = { directory, origin };
  if (version === 'v1') return knownResource(requiredField(form, 'resource'), sources);
  if (form.has('resource')) throw new EntraError(901002);
  const scope = requiredField(form, 'scope');
  if (!scope.split(/\s+/).every((each) => each.endsWith('/.default'))) throw new EntraError(1002012, scope);
  return parseScopes(scope, sources).resource;
}
