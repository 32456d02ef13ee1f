import type { EndpointVersion } from './token-request.ts';

/** A success answer of a token endpoint (RFC 6749 section 5.1). */
export type TokenResponse = Readonly<Record<string, string | number>>;

export interface IssuedTokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly resource: string;
  readonly scope?: string;
  readonly idToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly clientInfo?: { readonly uid: string; readonly utid: string } | undefined;
}

/** Writes the answer as the endpoint of that version does: v1 has strings where v2 has numbers. */
export function tokenResponse(version: EndpointVersion, tokens: IssuedTokens): TokenResponse {
  const { accessToken, expiresInSeconds, resource, scope, idToken, refreshToken, clientInfo } = tokens;
  const now = Math.floor(Date.now() / 1000);
  const seconds = version === 'v1' ? String(expiresInSeconds) : expiresInSeconds;
  return {
    token_type: 'Bearer',
    ...(scope === undefined ? {} : { scope }),
    expires_in: seconds,
    ext_expires_in: seconds,
    ...(version === 'v1' ? { expires_on: String(now + expiresInSeconds), not_before: String(now), resource } : {}),
    access_token: accessToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
    ...(clientInfo === undefined ? {} : { client_info: Buffer.from(JSON.stringify(clientInfo)).toString('base64url') }),
  };
}
