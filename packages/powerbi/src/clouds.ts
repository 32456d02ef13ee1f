/** The places a national cloud keeps its things. Authority, API and resource always change together. */
export interface Cloud {
  readonly name: string;
  /** Origin of the Entra authority, without a tenant. */
  readonly authorityUrl: string;
  /** Hosts of the authority by all its names, and of the issuers that its tokens name. */
  readonly authorityHosts: readonly string[];
  /** Origin of the Power BI REST API. */
  readonly apiUrl: string;
  /** The Power BI resource (App ID URI); `/.default` behind it makes a scope. No trailing slash: Entra refuses one. */
  readonly resource: string;
  /** Host suffixes of the clusters a Power BI redirect or a `Location` may name. */
  readonly clusterHosts: readonly string[];
  /** What follows the name of a key vault in its host. */
  readonly keyVaultSuffix: string;
}

/** The sandbox answers for the public cloud's resource, so that the same scopes work there. */
const PUBLIC_RESOURCE = 'https://analysis.windows.net/powerbi/api';

/** Where `waybill sandbox` listens unless told otherwise. */
export const SANDBOX_URL = 'http://127.0.0.1:8765';

interface Azure {
  readonly authorityHosts: readonly [string, ...string[]];
  readonly keyVaultSuffix: string;
}

/** Version 1 tokens of every cloud but China's name `sts.windows.net`. */
const PUBLIC_AZURE: Azure = {
  authorityHosts: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  keyVaultSuffix: 'vault.azure.net',
};
const GOVERNMENT_AZURE: Azure = {
  authorityHosts: ['login.microsoftonline.us', 'login.usgovcloudapi.net', 'sts.windows.net'],
  keyVaultSuffix: 'vault.usgovcloudapi.net',
};
const CHINA_AZURE: Azure = {
  authorityHosts: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn', 'sts.chinacloudapi.cn'],
  keyVaultSuffix: 'vault.azure.cn',
};

/**
 * Clouds by the name an environment gives in `cloud`.
 * Source: Microsoft Learn, "Embed Power BI content for national clouds".
 */
export const clouds: Readonly<Record<string, Cloud>> = {
  public: cloud('public', PUBLIC_AZURE, 'https://api.powerbi.com', 'analysis.windows.net'),
  // GCC keeps its identities, and its key vaults, in the public Azure.
  usgov: cloud('usgov', PUBLIC_AZURE, 'https://api.powerbigov.us', 'analysis.usgovcloudapi.net'),
  usgovhigh: cloud('usgovhigh', GOVERNMENT_AZURE, 'https://api.high.powerbigov.us', 'high.analysis.usgovcloudapi.net'),
  usgovdod: cloud('usgovdod', GOVERNMENT_AZURE, 'https://api.mil.powerbigov.us', 'mil.analysis.usgovcloudapi.net'),
  china: cloud('china', CHINA_AZURE, 'https://api.powerbi.cn', 'analysis.chinacloudapi.cn'),
  sandbox: {
    name: 'sandbox',
    authorityUrl: SANDBOX_URL,
    authorityHosts: [],
    apiUrl: SANDBOX_URL,
    resource: PUBLIC_RESOURCE,
    clusterHosts: [],
    keyVaultSuffix: PUBLIC_AZURE.keyVaultSuffix,
  },
};

function cloud(name: string, azure: Azure, apiUrl: string, analysisHost: string): Cloud {
  const resource = `https://${analysisHost}/powerbi/api`;
  return {
    name,
    authorityUrl: `https://${azure.authorityHosts[0]}`,
    apiUrl,
    resource,
    clusterHosts: [analysisHost],
    ...azure,
  };
}
