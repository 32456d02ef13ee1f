/** What a token says of itself, unverified. */
export type Claims = Readonly<Record<string, unknown>>;

/** A claim that is a text with something in it. */
export function textClaim(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A claim that is a time in seconds since 1970. */
export function timeClaim(claims: Claims, name: string): number | undefined {
  const value = claims[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The texts of a claim that is a list. */
export function listClaim(claims: Claims, name: string): readonly string[] {
  const value = claims[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
