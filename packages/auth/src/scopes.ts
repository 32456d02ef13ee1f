const DEFAULT = '/.default';

/** The scopes of a `scope` parameter (RFC 6749 section 3.3). */
export function splitScopes(scope: string | undefined): readonly string[] {
  return (scope ?? '').split(/\s+/).filter((each) => each !== '');
}

/** The v1 resource behind `<resource>/.default`; undefined for any other scope. */
export function resourceOf(scope: string): string | undefined {
  return scope.endsWith(DEFAULT) ? scope.slice(0, -DEFAULT.length) : undefined;
}

/** Asks for a refresh token, too. */
export function withOfflineAccess(scope: string): string {
  return [...new Set([...splitScopes(scope), 'openid', 'profile', 'offline_access'])].join(' ');
}
