import { authenticateClient } from '../client-authentication.ts';
import { EntraError } from '../entra-error.ts';
import { type EntraState, requiredField, type TokenRequest } from '../token-request.ts';
import type { TokenResponse } from '../token-response.ts';
import { issueForUser, requestedByUser } from '../user-tokens.ts';

/** A refresh token becomes an access token and its own successor (RFC 6749 section 6). */
export async function refreshToken(request: TokenRequest, state: EntraState): Promise<TokenResponse> {
  const credential = await authenticateClient(request, state);
  const grant = state.refreshTokens.redeem(requiredField(request.form, 'refresh_token'));
  const user = grant && state.directory.userByObjectId(grant.userObjectId);
  if (grant?.clientId !== request.app.clientId || user === undefined) throw new EntraError(70008);
  const asksAnew = request.form.has(request.version === 'v1' ? 'resource' : 'scope');
  const requested = asksAnew ? requestedByUser(request, state) : grant.requested;
  // The successor needs no offline_access: the grant holds it already.
  const withSuccessor = { ...requested, oidc: [...requested.oidc, 'offline_access'] };
  return issueForUser(request, state, { user, requested: withSuccessor, credential });
}
