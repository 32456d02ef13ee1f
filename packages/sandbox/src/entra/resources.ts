import type { Directory } from './directory.ts';
import { EntraError } from './entra-error.ts';

export const POWER_BI = 'https://analysis.windows.net/powerbi/api';

/** Resources a token can be for, by every spelling Entra takes. Power BI with a slash behind it is none of them. */
const RESOURCES: ReadonlySet<string> = new Set([
  POWER_BI,
  'https://management.core.windows.net/',
  'https://management.core.windows.net',
  'https://management.azure.com/',
  'https://management.azure.com',
  'https://graph.microsoft.com',
  'https://vault.azure.net',
]);

/** Whether a token for this resource is one for Azure Resource Manager, which the sandbox answers for itself too. */
export function isResourceManager(resource: unknown, origin: string): boolean {
  const known = ['https://management.core.windows.net', 'https://management.azure.com', origin];
  return typeof resource === 'string' && known.includes(resource.replace(/\/$/, ''));
}

const OIDC_SCOPES: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/** What a request asks for: one resource and names of its scopes; `.default` stands for all that was consented. */
export interface RequestedScopes {
  readonly resource: string;
  readonly names: readonly string[];
  readonly oidc: readonly string[];
  /** The scopes as they were written, to be echoed. */
  readonly written: readonly string[];
}

/** Where a resource may be found beside those of Microsoft. */
export interface ResourceSources {
  /** Apps that are web APIs. */
  readonly directory: Directory;
  /** The sandbox itself is a resource too: it stands in for Azure Resource Manager. */
  readonly origin: string;
}

/** Reads the `scope` of a v2 request. */
export function parseScopes(scope: string, sources: ResourceSources): RequestedScopes {
  const all = scope.split(/\s+/).filter((each) => each !== '');
  const oidc = all.filter((each) => OIDC_SCOPES.has(each));
  const written = all.filter((each) => !OIDC_SCOPES.has(each));
  const parts = written.map(splitScope);
  const resources = new Set(parts.map(({ resource }) => resource));
  if (written.length === 0) throw new EntraError(70011, scope);
  if (resources.size > 1) throw new EntraError(700022, scope);
  const [resource] = resources as Iterable<string>;
  const names = parts.map(({ name }) => name);
  if (names.includes('.default') && names.length > 1) throw new EntraError(70011, scope);
  return { resource: knownResource(resource as string, sources), names, oidc, written };
}

function splitScope(scope: string): { resource: string; name: string } {
  const slash = scope.lastIndexOf('/');
  // A bare name is a scope of Microsoft Graph.
  if (slash < 0) return { resource: 'https://graph.microsoft.com', name: scope };
  return { resource: scope.slice(0, slash), name: scope.slice(slash + 1) };
}

/** The resource, if the tenant has it. */
export function knownResource(resource: string, { directory, origin }: ResourceSources): string {
  if (RESOURCES.has(resource) || resource.replace(/\/$/, '') === origin) return resource;
  if (directory.exposedScopes(resource) !== undefined) return resource;
  throw new EntraError(500011, resource);
}
