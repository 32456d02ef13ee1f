/** Pages of Microsoft Learn that rules refer to. */
export const DOCS = {
  adminApis: 'https://learn.microsoft.com/fabric/admin/enable-service-principal-admin-apis',
  challenge: 'https://learn.microsoft.com/entra/identity-platform/claims-challenge',
  claims: 'https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference',
  clouds: 'https://learn.microsoft.com/power-bi/developer/embedded/embed-sample-for-customers-national-clouds',
  developerSettings: 'https://learn.microsoft.com/fabric/admin/service-admin-portal-developer',
  embedToken: 'https://learn.microsoft.com/rest/api/power-bi/embed-token',
  executeQueries: 'https://learn.microsoft.com/rest/api/power-bi/datasets/execute-queries',
  onBehalfOf: 'https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow',
  refreshPermissions: 'https://learn.microsoft.com/rest/api/power-bi/users/refresh-user-permissions',
  servicePrincipal: 'https://learn.microsoft.com/power-bi/developer/embedded/embed-service-principal',
  troubleshooting: 'https://learn.microsoft.com/power-bi/developer/embedded/embedded-troubleshoot',
} as const;
