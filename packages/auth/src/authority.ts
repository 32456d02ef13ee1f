import { AuthError } from './auth-error.ts';

/** What MSAL needs to know about where it signs in. */
export interface MsalAuthority {
  readonly authority: string;
  readonly knownAuthorities?: string[];
  readonly authorityMetadata?: string;
}

/** Hosts whose metadata MSAL carries itself: naming them as known would only add a discovery request. */
const MICROSOFT_HOSTS: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
]);

/**
 * Describes an authority to MSAL.
 *
 * MSAL refuses an authority that is not https but takes the endpoints from the metadata as they are, so a sandbox on
 * plain http is named as https and its metadata says http. Tokens and keys stay apart from the real ones by host.
 */
export function msalAuthority(authorityUrl: string, tenantId: string): MsalAuthority {
  const url = parseAuthorityUrl(authorityUrl);
  const authority = `https://${url.host}/${tenantId}`;
  if (url.protocol === 'https:') {
    return MICROSOFT_HOSTS.has(url.host) ? { authority } : { authority, knownAuthorities: [url.host] };
  }
  const endpoints = {
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${url.origin}/${tenantId}/oauth2/v2.0/authorize`,
    token_endpoint: `${url.origin}/${tenantId}/oauth2/v2.0/token`,
    jwks_uri: `${url.origin}/${tenantId}/discovery/v2.0/keys`,
  };
  return { authority, knownAuthorities: [url.host], authorityMetadata: JSON.stringify(endpoints) };
}

/** Reads an authority origin; only https may leave this machine. */
export function parseAuthorityUrl(authorityUrl: string): URL {
  const url = URL.canParse(authorityUrl) ? new URL(authorityUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', `The authority "${authorityUrl}" is not a URL.`, {
      hint: 'Write it as an origin, like https://login.microsoftonline.com.',
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', `The authority ${url.origin} would send secrets without TLS.`, {
      hint: 'Use https. Plain http is only for a sandbox on this machine.',
    });
  }
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
