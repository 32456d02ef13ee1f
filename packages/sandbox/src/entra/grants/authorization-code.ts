import { createHash } from 'node:crypto';
import { authenticateClient } from '../client-authentication.ts';
import { isSame } from '../constant-time.ts';
import { EntraError } from '../entra-error.ts';
import { type EntraState, requiredField, type TokenRequest } from '../token-request.ts';
import type { TokenResponse } from '../token-response.ts';
import { issueForUser } from '../user-tokens.ts';

/** An authorization code becomes tokens (RFC 6749 section 4.1.3), if the verifier fits (RFC 7636 section 4.6). */
export async function authorizationCode(request: TokenRequest, state: EntraState): Promise<TokenResponse> {
  const { form, app } = request;
  const credential = await authenticateClient(request, state);
  const redirectUri = requiredField(form, 'redirect_uri');
  const grant = state.authorizationCodes.redeem(requiredField(form, 'code'), app.clientId);
  if (redirectUri !== grant.redirectUri) throw new EntraError(50011, redirectUri, { error: 'invalid_grant' });
  if (grant.codeChallenge !== undefined) {
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!isSame(challenge, grant.codeChallenge)) throw new EntraError(501481);
  }
  return issueForUser(request, state, { ...grant, credential });
}
