import { createHash, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { SandboxUser, ServicePrincipal } from '../seed.ts';
import type { ClientCredential } from './client-authentication.ts';

/** Role template ids that Entra puts into `wids`. */
const FABRIC_ADMINISTRATOR = 'a9ea8996-122f-4c74-9520-8edcd192826c';

export interface TokenTerms {
  readonly issuer: string;
  readonly tenantId: string;
  readonly lifetimeSeconds: number;
  readonly app: ServicePrincipal;
  readonly credential: ClientCredential;
}

const APPIDACR: Readonly<Record<ClientCredential, string>> = { none: '0', secret: '1', assertion: '2' };

/** Claims of an access token for an app itself: no scopes, no user; roles only if any were consented. */
export function appClaims(terms: TokenTerms, audience: string): JWTPayload {
  const { app } = terms;
  const objectId = app.servicePrincipalObjectId;
  return {
    ...commonClaims(terms, audience),
    oid: objectId,
    sub: objectId,
    ...(app.applicationPermissions.length === 0 ? {} : { roles: [...app.applicationPermissions] }),
  };
}

/** Claims of an access token for a user. */
export function userClaims(
  terms: TokenTerms,
  audience: string,
  user: SandboxUser,
  scopes: readonly string[],
): JWTPayload {
  return {
    ...commonClaims(terms, audience),
    acr: '1',
    amr: user.requiresMfa ? ['pwd', 'mfa'] : ['pwd'],
    ipaddr: '127.0.0.1',
    name: user.displayName,
    oid: user.objectId,
    scp: scopes.join(' '),
    sub: pairwiseSubject(user, terms.app),
    unique_name: user.userPrincipalName,
    upn: user.userPrincipalName,
    ...(user.isFabricAdmin ? { wids: [FABRIC_ADMINISTRATOR] } : {}),
  };
}

/** Claims of an id token (v2). */
export function idClaims(terms: TokenTerms, user: SandboxUser, nonce: string | undefined): JWTPayload {
  return {
    ...times(terms.lifetimeSeconds),
    aud: terms.app.clientId,
    iss: terms.issuer,
    name: user.displayName,
    oid: user.objectId,
    preferred_username: user.userPrincipalName,
    sub: pairwiseSubject(user, terms.app),
    tid: terms.tenantId,
    ver: '2.0',
    ...(nonce === undefined ? {} : { nonce }),
  };
}

/** Power BI takes v1 tokens, whichever endpoint issues them. */
function commonClaims(
  { issuer, tenantId, lifetimeSeconds, app, credential }: TokenTerms,
  audience: string,
): JWTPayload {
  return {
    ...times(lifetimeSeconds),
    aud: audience,
    iss: issuer,
    appid: app.clientId,
    appidacr: APPIDACR[credential],
    idp: issuer,
    rh: '0.sandbox.',
    tid: tenantId,
    uti: randomUUID(),
    ver: '1.0',
  };
}

function times(lifetimeSeconds: number): { iat: number; nbf: number; exp: number } {
  const now = Math.floor(Date.now() / 1000);
  return { iat: now, nbf: now, exp: now + lifetimeSeconds };
}

/** The same user has another subject in every app. */
function pairwiseSubject(user: SandboxUser, app: ServicePrincipal): string {
  return createHash('sha256').update(`${user.objectId}${app.clientId}`).digest('base64url');
}
