import { errors, type JWTPayload } from 'jose';
import { authenticateClient } from '../client-authentication.ts';
import { EntraError } from '../entra-error.ts';
import { type EntraState, requiredField, type TokenRequest } from '../token-request.ts';
import type { TokenResponse } from '../token-response.ts';
import { issueForUser, requestedByUser } from '../user-tokens.ts';

/** A web API that was called by a user's client calls another one as that user. */
export async function onBehalfOf(request: TokenRequest, state: EntraState): Promise<TokenResponse> {
  const { form, app } = request;
  const credential = await authenticateClient(request, state);
  if (requiredField(form, 'requested_token_use') !== 'on_behalf_of') throw new EntraError(9002313);
  const requested = requestedByUser(request, state);
  const claims = await checkedAssertion(requiredField(form, 'assertion'), state);
  if (![`api://${app.clientId}`, app.clientId].includes(String(claims.aud)))
    throw new EntraError(50013, 'its audience is not the application');
  const user = state.directory.userByObjectId(String(claims.oid));
  if (user === undefined || claims.scp === undefined) throw new EntraError(50013, 'it speaks for no user');
  return issueForUser(request, state, { user, requested, credential });
}

async function checkedAssertion(assertion: string, { key }: EntraState): Promise<JWTPayload> {
  let claims: JWTPayload;
  try {
    claims = await key.verify(assertion);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new EntraError(500133);
    throw new EntraError(50013, 'its signature does not verify');
  }
  // Only an id token names the user this way.
  if (claims.preferred_username !== undefined) throw new EntraError(240002);
  return claims;
}
