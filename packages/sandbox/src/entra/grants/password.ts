import { authenticateClient } from '../client-authentication.ts';
import { isMultiTenant } from '../directory.ts';
import { EntraError } from '../entra-error.ts';
import { type EntraState, requiredField, type TokenRequest } from '../token-request.ts';
import type { TokenResponse } from '../token-response.ts';
import { issueForUser, requestedByUser } from '../user-tokens.ts';

/** A user signs in with a password (RFC 6749 section 4.3). */
export async function password(request: TokenRequest, state: EntraState): Promise<TokenResponse> {
  const { form, version, tenant } = request;
  if (version === 'v2' && isMultiTenant(tenant) && tenant.toLowerCase() !== 'organizations')
    throw new EntraError(9001023);
  const requested = requestedByUser(request, state);
  const credential = await authenticateClient(request, state);
  const userName = requiredField(form, 'username');
  const user = state.directory.authenticate(userName, requiredField(form, 'password'), requested.resource);
  return issueForUser(request, state, { user, requested, credential });
}
