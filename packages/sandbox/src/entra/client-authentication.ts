import { checkClientAssertion } from './client-assertion.ts';
import { isSame } from './constant-time.ts';
import { EntraError } from './entra-error.ts';
import { type EntraState, requiredField, type TokenRequest } from './token-request.ts';

/** How a client proved who it is; a token tells it as `appidacr`. */
export type ClientCredential = 'none' | 'secret' | 'assertion';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Checks the credential of a client: a confidential one must have it, a public one must not. */
export async function authenticateClient(request: TokenRequest, state: EntraState): Promise<ClientCredential> {
  const { app, clientSecret, form } = request;
  const assertion = form.get('client_assertion');
  if (clientSecret === undefined && assertion === null) {
    if (!app.isPublicClient) throw new EntraError(7000218);
    return 'none';
  }
  if (app.isPublicClient) throw new EntraError(700025);
  if (assertion !== null) {
    if (requiredField(form, 'client_assertion_type') !== JWT_BEARER) throw new EntraError(9002313);
    await checkClientAssertion(assertion, request, state);
    return 'assertion';
  }
  if (!app.secrets.some((each) => isSame(clientSecret as string, each))) throw new EntraError(7000215, app.clientId);
  return 'secret';
}
