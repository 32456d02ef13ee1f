import { AuthError } from './auth-error.ts';
import type { FlowName } from './identity.ts';
import type { JsonObject } from './json-request.ts';
import { decodeJwt } from './jwt.ts';
import { splitScopes } from './scopes.ts';
import type { StoredTokens } from './token-store.ts';

/** Assumed where neither the answer nor the token tells; a token that is refused earlier is replaced earlier. */
const UNKNOWN_LIFETIME_SECONDS = 3600;

/** What was asked for, for what the answer leaves out. */
export interface TokenRequestFacts {
  readonly flow: FlowName;
  readonly tenantId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly scope?: string | undefined;
  readonly account?: string | undefined;
}

/**
 * Reads the success answer of a token endpoint (RFC 6749 section 5.1).
 *
 * @throws {AuthError} ERR_AUTH_RESPONSE_INVALID
 */
export function readTokenResponse(body: JsonObject, asked: TokenRequestFacts, host: string): StoredTokens {
  const token = body.access_token;
  if (typeof token !== 'string' || token === '') {
    throw new AuthError('ERR_AUTH_RESPONSE_INVALID', `${host} answered without an access token.`, {
      hint: 'Check that the address is a token endpoint.',
    });
  }
  const type = body.token_type ?? 'Bearer';
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    throw new AuthError('ERR_AUTH_RESPONSE_INVALID', `${host} answered with a ${String(type)} token, not Bearer.`, {
      hint: 'Ask for a bearer token: no other kind can be sent.',
    });
  }
  const acquiredOn = new Date();
  const { claims } = decodeJwt(token) ?? {};
  const accessToken = {
    token,
    acquiredOn,
    expiresOn: expiryOf(body, claims, acquiredOn),
    scopes: splitScopes(typeof body.scope === 'string' ? body.scope : asked.scope),
    flow: asked.flow,
    tenantId: asked.tenantId ?? text(claims?.tid),
    clientId: asked.clientId ?? text(claims?.appid ?? claims?.azp),
    account: accountIn(body) ?? asked.account,
  };
  return { accessToken, refreshToken: text(body.refresh_token) };
}

/** The v1 endpoint and managed identities write numbers as texts; `expires_on` is in seconds since 1970. */
function expiryOf(body: JsonObject, claims: JsonObject | undefined, acquiredOn: Date): Date {
  const inSeconds = seconds(body.expires_in);
  if (inSeconds !== undefined) return new Date(acquiredOn.getTime() + inSeconds * 1000);
  const on = seconds(body.expires_on) ?? seconds(claims?.exp);
  return new Date(on === undefined ? acquiredOn.getTime() + UNKNOWN_LIFETIME_SECONDS * 1000 : on * 1000);
}

function seconds(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function accountIn(body: JsonObject): string | undefined {
  const claims = typeof body.id_token === 'string' ? decodeJwt(body.id_token)?.claims : undefined;
  return text(claims?.preferred_username ?? claims?.upn ?? claims?.unique_name ?? claims?.email);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
