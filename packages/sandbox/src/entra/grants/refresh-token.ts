import { authenticateClient } from '../directory.ts';
import { EntraError } from '../entra-error.ts';
import { type EntraState, requiredField, type TokenRequest } from '../token-request.ts';
import type { TokenResponse } from '../token-response.ts';
import { issueForUser, requestedByUser } from '../user-tokens.ts';

/** A refresh token becomes an access token and its own successor (RFC 6749 section 6). */
export async function refreshToken(request: TokenRequest, state: EntraState): Promise<TokenResponse> {
  authenticateClient(request.app, request.clientSecret);
  const grant = state.refreshTokens.redeem(requiredField(request.form, 'refresh_token'));
  const user = grant && state.directory.userByObjectId(grant.userObjectId);
  if (grant?.clientId !== request.app.clientId || user === undefined) throw new EntraError(70008);
  const asksAnew = request.form.has(request.version === 'v1' ? 'resource' : 'scope');
  const requested = asksAnew ? requestedByUser(request) : grant.requested;
  // The successor needs no offline_access: the grant holds it already.
  return issueForUser(request, state, user, { ...requested, oidc: [...requested.oidc, 'offline_access'] });
}
