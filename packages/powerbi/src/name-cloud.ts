import { type Cloud, clouds } from './clouds.ts';

const ALL = Object.values(clouds);

/** The cloud whose Power BI an audience names. A token for the sandbox is like one for the public cloud. */
export function cloudOfAudience(audience: string): Cloud | undefined {
  return ALL.find(({ resource }) => resource === audience.toLowerCase().replace(/\/$/, ''));
}

/** The clouds that an authority or issuer signs in to. Some share one. */
export function cloudsOfAuthority(url: string): readonly Cloud[] {
  const host = hostOf(url);
  return ALL.filter((cloud) => (isLoopback(host) ? cloud.name === 'sandbox' : cloud.authorityHosts.includes(host)));
}

/** The cloud that an API address belongs to: its API, or one of the clusters behind it. */
export function cloudOfApi(url: string): Cloud | undefined {
  const host = hostOf(url);
  if (isLoopback(host)) return clouds.sandbox;
  return ALL.find(({ apiUrl }) => hostOf(apiUrl) === host) ?? ALL.findLast((cloud) => isCluster(host, cloud));
}

/** Whether an address is that of a cluster behind the API, where redirects lead. */
export function isClusterUrl(url: string): boolean {
  return ALL.some((cloud) => isCluster(hostOf(url), cloud));
}

function isCluster(host: string, { clusterHosts }: Cloud): boolean {
  return clusterHosts.some((suffix) => host.endsWith(`.${suffix}`));
}

function hostOf(url: string): string {
  return URL.parse(url.includes('://') ? url : `https://${url}`)?.hostname ?? '';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
