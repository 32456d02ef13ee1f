import type { EndpointVersion } from './token-request.ts';

/** OpenID Connect Discovery 1.0 for a tenant; v2 endpoints unless v1 is asked for. */
export function discoveryDocument(
  origin: string,
  tenant: string,
  tenantId: string,
  version: EndpointVersion,
  grantTypes: readonly string[],
): Record<string, unknown> {
  const oauth2 = version === 'v1' ? `${origin}/${tenant}/oauth2` : `${origin}/${tenant}/oauth2/v2.0`;
  return {
    issuer: version === 'v1' ? `${origin}/${tenantId}/` : `${origin}/${tenantId}/v2.0`,
    token_endpoint: `${oauth2}/token`,
    authorization_endpoint: `${oauth2}/authorize`,
    device_authorization_endpoint: `${oauth2}/devicecode`,
    jwks_uri: version === 'v1' ? `${origin}/${tenant}/discovery/keys` : `${origin}/${tenant}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['PS256', 'RS256'],
    grant_types_supported: grantTypes,
    code_challenge_methods_supported: ['S256'],
    response_modes_supported: ['query', 'form_post'],
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    tenant_region_scope: 'sandbox',
  };
}

/** The answer that makes MSAL trust a host it does not know. */
export function instanceDiscovery(origin: string): Record<string, unknown> {
  const { host } = new URL(origin);
  return {
    'api-version': '1.1',
    tenant_discovery_endpoint: `${origin}/common/v2.0/.well-known/openid-configuration`,
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
