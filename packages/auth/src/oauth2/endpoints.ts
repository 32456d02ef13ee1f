import type { Dispatcher } from 'undici';
import { AuthError } from '../auth-error.ts';
import type { ResponseMode } from '../browser/loopback-listener.ts';
import { type JsonObject, requestJson } from '../json-request.ts';
import { parseSecureUrl } from '../secure-url.ts';

/** Where an OAuth 2.0 authority does what. */
export interface OAuth2Endpoints {
  readonly tokenUrl: string;
  readonly authorizationUrl?: string | undefined;
  readonly deviceAuthorizationUrl?: string | undefined;
  readonly responseMode: ResponseMode;
}

/** The endpoints as an identity gives them: one by one, or by the issuer that publishes them. */
export interface OAuth2EndpointOptions {
  readonly issuer?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly authorizationUrl?: string | undefined;
  readonly deviceAuthorizationUrl?: string | undefined;
}

/** @throws {AuthError} ERR_AUTH_CONFIGURATION, ERR_AUTH_RESPONSE_INVALID */
export async function endpointsOf(
  options: OAuth2EndpointOptions,
  dispatcher: Dispatcher | undefined,
): Promise<OAuth2Endpoints> {
  const { issuer, tokenUrl, authorizationUrl, deviceAuthorizationUrl } = options;
  const metadata = issuer === undefined ? {} : await discover(issuer, dispatcher);
  const modes = metadata.response_modes_supported;
  const found = {
    tokenUrl: tokenUrl ?? text(metadata.token_endpoint),
    authorizationUrl: authorizationUrl ?? text(metadata.authorization_endpoint),
    deviceAuthorizationUrl: deviceAuthorizationUrl ?? text(metadata.device_authorization_endpoint),
  };
  for (const [name, url] of Object.entries(found)) if (url !== undefined) parseSecureUrl(url, `The ${name}`);
  if (found.tokenUrl === undefined) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', 'The identity has neither issuer nor tokenUrl.', {
      hint: 'Add issuer if the authority publishes metadata, else tokenUrl.',
    });
  }
  // Not every authority can post a form, and `query` is what it does when nobody asks (RFC 6749 section 4.1.2).
  const responseMode = Array.isArray(modes) && modes.includes('form_post') ? 'form_post' : 'query';
  return { ...found, tokenUrl: found.tokenUrl, responseMode };
}

/** OpenID Connect Discovery 1.0 puts the path at the end, RFC 8414 at the beginning. */
async function discover(issuer: string, dispatcher: Dispatcher | undefined): Promise<JsonObject> {
  const { origin, pathname } = parseSecureUrl(issuer, 'The issuer');
  const path = pathname.replace(/\/+$/, '');
  const places = [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
  for (const place of places) {
    const { status, body } = await requestJson(place, { dispatcher });
    if (status !== 200 || body === undefined) continue;
    // Else anybody could speak for somebody else (RFC 8414 section 3.3).
    if (withoutSlash(text(body.issuer) ?? '') === withoutSlash(issuer)) return body;
    throw new AuthError('ERR_AUTH_RESPONSE_INVALID', `The metadata at ${place} is that of ${String(body.issuer)}.`, {
      hint: 'Write the issuer exactly as the authority does, or give tokenUrl in its place.',
    });
  }
  throw new AuthError('ERR_AUTH_RESPONSE_INVALID', `${issuer} publishes no metadata.`, {
    hint: `Looked at ${places.join(' and ')}. Give tokenUrl in place of issuer.`,
  });
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
