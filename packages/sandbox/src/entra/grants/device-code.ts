import { authenticateClient } from '../client-authentication.ts';
import { type EntraState, requiredField, type TokenRequest } from '../token-request.ts';
import type { TokenResponse } from '../token-response.ts';
import { issueForUser } from '../user-tokens.ts';

/** A device asks whether its user has confirmed (RFC 8628 section 3.4). */
export async function deviceCode(request: TokenRequest, state: EntraState): Promise<TokenResponse> {
  const { form, app, version } = request;
  const credential = await authenticateClient(request, state);
  // v1 calls the device code plainly a code.
  const code = version === 'v1' && form.has('code') ? requiredField(form, 'code') : requiredField(form, 'device_code');
  const { user, requested } = state.deviceCodes.redeem(code, app.clientId);
  return issueForUser(request, state, { user, requested, credential });
}
