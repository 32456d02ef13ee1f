import { type Audience, GUID, readAudience } from './audience.ts';
import { type Claims, textClaim, timeClaim } from './claims.ts';
import { isAppOnly, rolesOfClaims, scopesOfClaims } from './principal.ts';

/** Whom a token stands for; an id token stands for nobody and only tells an app who signed in. */
export type TokenKind = 'delegated' | 'app-only' | 'id-token';

/** A token, read as far as rules need it. */
export interface Token {
  readonly claims: Claims;
  readonly kind: TokenKind;
  readonly audience: Audience;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly issuer: string | undefined;
  readonly tenantId: string | undefined;
  /** Name of the user, or client id of the app. */
  readonly principal: string | undefined;
  /** Seconds since 1970, like the next. */
  readonly expiresAt: number | undefined;
  readonly validFrom: number | undefined;
}

const ID_CLAIMS = ['nonce', 'preferred_username', 'at_hash', 'c_hash', 'upn', 'unique_name', 'given_name'];

export function readToken(claims: Claims): Token {
  const kind = isIdToken(claims) ? 'id-token' : isAppOnly(claims) ? 'app-only' : 'delegated';
  const names =
    kind === 'app-only' ? ['appid', 'azp', 'oid'] : ['upn', 'unique_name', 'preferred_username', 'oid', 'sub'];
  return {
    claims,
    kind,
    audience: readAudience(claims),
    scopes: scopesOfClaims(claims),
    roles: rolesOfClaims(claims),
    issuer: textClaim(claims, 'iss'),
    tenantId: textClaim(claims, 'tid'),
    principal: names.map((name) => textClaim(claims, name)).find((name) => name !== undefined),
    expiresAt: timeClaim(claims, 'exp'),
    validFrom: timeClaim(claims, 'nbf') ?? timeClaim(claims, 'iat'),
  };
}

/** An id token is for the app itself, so it names no app besides, and no scopes. */
function isIdToken(claims: Claims): boolean {
  const isForApp = GUID.test(textClaim(claims, 'aud') ?? '') && readAudience(claims).kind !== 'power-bi';
  const namesApp = [claims.scp, claims.appid, claims.azp].some((claim) => claim !== undefined);
  return isForApp && !namesApp && ID_CLAIMS.some((name) => claims[name] !== undefined);
}
