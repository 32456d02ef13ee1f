import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { EntraError } from './entra-error.ts';
import type { EntraState, TokenRequest } from './token-request.ts';

/** What clocks may differ by. */
const CLOCK_SKEW_SECONDS = 300;

/**
 * Checks the assertion a client signs in with (RFC 7523): signed by itself with the key of a registered certificate, or
 * by another identity provider the app trusts.
 *
 * @throws {EntraError} 700027 for what is wrong with an assertion of its own, 70021 and 70021x for a foreign one
 */
export async function checkClientAssertion(assertion: string, request: TokenRequest, state: EntraState): Promise<void> {
  const claims = decoded(assertion);
  if (claims.iss === request.app.clientId) await checkOwn(assertion, claims, request, state);
  else await checkFederated(assertion, claims, request, state);
}

function decoded(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new EntraError(700027, 'it is no JWT');
  }
}

async function checkOwn(
  assertion: string,
  claims: JWTPayload,
  request: TokenRequest,
  { certificates }: EntraState,
): Promise<void> {
  const { clientId } = request.app;
  const certificate = certificates.find(clientId, decodeProtectedHeader(assertion) as Record<string, unknown>);
  if (certificate === undefined) throw new EntraError(700027, 'no registered certificate has its thumbprint');
  if (Date.now() > certificate.validToDate.getTime()) throw new EntraError(700027, 'the certificate has expired');
  if (![claims.aud].flat().some((audience) => isTokenEndpoint(audience, request)))
    throw new EntraError(700027, `'${claims.aud}' is not the token endpoint`);
  await verified(
    jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['PS256', 'RS256'],
      subject: clientId,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_SKEW_SECONDS,
    }),
  );
}

async function checkFederated(
  assertion: string,
  { iss, sub, aud }: JWTPayload,
  { app }: TokenRequest,
  { federationKey }: EntraState,
): Promise<void> {
  if (app.federatedCredentials.length === 0) throw new EntraError(70021, app.displayName);
  const ofIssuer = app.federatedCredentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) throw new EntraError(700211, iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) throw new EntraError(700213, sub);
  if (!ofSubject.some(({ audience }) => [aud].flat().includes(audience))) throw new EntraError(700212, String(aud));
  await verified(federationKey.verify(assertion));
}

async function verified(verification: Promise<unknown>): Promise<void> {
  try {
    await verification;
  } catch (error) {
    throw new EntraError(700027, (error as Error).message);
  }
}

/**
 * A client that speaks http to a loopback address, or has its transport turn the real host to one, still writes the
 * https address it believes in.
 */
function isTokenEndpoint(audience: string | undefined, { tenant, origin }: TokenRequest): boolean {
  if (audience === undefined || !URL.canParse(audience)) return false;
  const { protocol, hostname, port, pathname } = new URL(audience);
  const isHere = ['localhost', '127.0.0.1'].includes(hostname) && port === new URL(origin).port;
  const isReal = protocol === 'https:' && hostname === 'login.microsoftonline.com' && port === '';
  const paths = ['oauth2/v2.0/token', 'oauth2/token'].map((path) => `/${tenant}/${path}`.toLowerCase());
  return (isHere || isReal) && paths.includes(pathname.toLowerCase());
}
