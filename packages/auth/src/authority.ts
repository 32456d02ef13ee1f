import { parseSecureUrl } from './secure-url.ts';

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
function parseAuthorityUrl(authorityUrl: string): URL {
  return parseSecureUrl(authorityUrl, 'The authority');
}

/** An endpoint of a tenant, e.g. `oauth2/v2.0/token`. */
export function tenantEndpoint(authorityUrl: string, tenantId: string, path: string): string {
  return `${parseAuthorityUrl(authorityUrl).origin}/${encodeURIComponent(tenantId)}/${path}`;
}
