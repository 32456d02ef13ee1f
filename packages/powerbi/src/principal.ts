import { type Claims, listClaim, textClaim } from './claims.ts';

/** Whether a token stands for an app itself: no scopes and no user name. `idtyp` is optional and proves nothing. */
export function isAppOnly(claims: Claims): boolean {
  return claims.scp === undefined && claims.upn === undefined && claims.unique_name === undefined;
}

/** Delegated scopes of a token (`scp`), in the order of the claim. */
export function scopesOfClaims(claims: Claims): readonly string[] {
  return (textClaim(claims, 'scp') ?? '').split(' ').filter((scope) => scope !== '');
}

/** Application permissions of a token (`roles`). */
export function rolesOfClaims(claims: Claims): readonly string[] {
  return listClaim(claims, 'roles');
}
