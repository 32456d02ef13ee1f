import type { JWTPayload } from 'jose';
import { EntraError } from './entra-error.ts';

/** What a client may ask for in vain: these say who it is and what it may do. */
const NOT_FOR_CLIENTS: ReadonlySet<string> = new Set([
  ...['aud', 'iss', 'sub', 'exp', 'iat', 'nbf', 'oid', 'tid', 'appid', 'appidacr', 'amr'],
  ...['roles', 'scp', 'wids', 'upn', 'unique_name', 'preferred_username', 'name', 'nonce'],
]);

/** Claims a request wants in the access token, e.g. because Power BI challenged its client for them. */
export function requestedClaims(form: URLSearchParams): JWTPayload {
  const wanted = Object.entries(parseClaims(form.get('claims') ?? '{}'));
  return Object.fromEntries(
    wanted
      .filter(([name]) => !NOT_FOR_CLIENTS.has(name))
      // Without a value it is enough that the claim is there.
      .map(([name, values]) => [name, values.length === 0 ? true : values]),
  );
}

/**
 * Reads a `claims` parameter (OpenID Connect Core 1.0 section 5.5): the values it wants of each claim of the access
 * token. Clients write CP1 where tokens say cp1, so all are in small letters.
 */
export function parseClaims(json: string): Readonly<Record<string, readonly string[]>> {
  try {
    const claims = Object.entries(JSON.parse(json).access_token ?? {});
    return Object.fromEntries(claims.map(([name, request]) => [name, wantedValues(request)]));
  } catch {
    throw new EntraError(9002313);
  }
}

function wantedValues(request: unknown): readonly string[] {
  const { value, values } = (request ?? {}) as { readonly value?: unknown; readonly values?: unknown };
  return [values ?? value ?? []].flat().map((each) => String(each).toLowerCase());
}
