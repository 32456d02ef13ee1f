/** The places a national cloud keeps its things. Authority, API and resource always change together. */
export interface Cloud {
  readonly name: string;
  /** Origin of the Entra authority, without a tenant. */
  readonly authorityUrl: string;
  /** Origin of the Power BI REST API. */
  readonly apiUrl: string;
  /** The Power BI resource (App ID URI); `/.default` behind it makes a scope. No trailing slash: Entra refuses one. */
  readonly resource: string;
  /** Host suffixes of the clusters a Power BI redirect or a `Location` may name. */
  readonly clusterHosts: readonly string[];
}

/** The sandbox answers for the public cloud's resource, so that the same scopes work there. */
const PUBLIC_RESOURCE = 'https://analysis.windows.net/powerbi/api';

/** Where `waybill sandbox` listens unless told otherwise. */
export const SANDBOX_URL = 'http://127.0.0.1:8765';

/**
 * Clouds by the name an environment gives in `cloud`.
 * Source: Microsoft Learn, "Embed Power BI content for national clouds".
 */
export const clouds: Readonly<Record<string, Cloud>> = {
  public: cloud('public', 'https://login.microsoftonline.com', 'https://api.powerbi.com', 'analysis.windows.net'),
  // GCC keeps its identities in the public Entra.
  usgov: cloud('usgov', 'https://login.microsoftonline.com', 'https://api.powerbigov.us', 'analysis.usgovcloudapi.net'),
  usgovhigh: cloud(
    'usgovhigh',
    'https://login.microsoftonline.us',
    'https://api.high.powerbigov.us',
    'high.analysis.usgovcloudapi.net',
  ),
  usgovdod: cloud(
    'usgovdod',
    'https://login.microsoftonline.us',
    'https://api.mil.powerbigov.us',
    'mil.analysis.usgovcloudapi.net',
  ),
  china: cloud(
    'china',
    'https://login.partner.microsoftonline.cn',
    'https://api.powerbi.cn',
    'analysis.chinacloudapi.cn',
  ),
  sandbox: {
    name: 'sandbox',
    authorityUrl: SANDBOX_URL,
    apiUrl: SANDBOX_URL,
    resource: PUBLIC_RESOURCE,
    clusterHosts: [],
  },
};

function cloud(name: string, authorityUrl: string, apiUrl: string, analysisHost: string): Cloud {
  return { name, authorityUrl, apiUrl, resource: `https://${analysisHost}/powerbi/api`, clusterHosts: [analysisHost] };
}
