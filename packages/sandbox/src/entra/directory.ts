import type {
  FederatedCredential,
  ManagedIdentity,
  SandboxApp,
  SandboxSeed,
  SandboxUser,
  ServicePrincipal,
} from '../seed.ts';
import { isSame } from './constant-time.ts';
import { EntraError } from './entra-error.ts';

/** How Entra writes ids. */
export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const MULTI_TENANT: ReadonlySet<string> = new Set(['common', 'organizations', 'consumers']);

/** Who is in the tenant. */
export class Directory {
  readonly #seed: SandboxSeed;

  constructor(seed: SandboxSeed) {
    this.#seed = seed;
  }

  get tenantId(): string {
    return this.#seed.tenantId;
  }

  /** Knows the id, the domain and the multi-tenant aliases, as the authority does. */
  hasTenant(tenant: string): boolean {
    const known = [this.#seed.tenantId, this.#seed.domain];
    return known.includes(tenant.toLowerCase()) || isMultiTenant(tenant);
  }

  get managedIdentities(): readonly ManagedIdentity[] {
    return this.#seed.managedIdentities;
  }

  get identityHeader(): string {
    return this.#seed.identityHeader;
  }

  findApp(clientId: string): SandboxApp | undefined {
    return this.#seed.apps.find((each) => each.clientId === clientId.toLowerCase());
  }

  app(clientId: string): SandboxApp {
    const app = this.findApp(clientId);
    if (app === undefined) throw new EntraError(700016, clientId);
    return app;
  }

  /** Finds the user and checks the password, as a sign-in page does; a second factor is taken for granted there. */
  signIn(userName: string, password: string): SandboxUser {
    const user = this.userByName(userName);
    if (user === undefined) throw new EntraError(50034, userName);
    if (!isSame(password, user.password)) throw new EntraError(50126);
    return user;
  }

  /** Signs in without a page: what MFA would ask for cannot be given here. */
  authenticate(userName: string, password: string, resource: string): SandboxUser {
    const user = this.signIn(userName, password);
    if (user.requiresMfa) {
      throw new EntraError(50076, resource, {
        claims: JSON.stringify({ access_token: { polids: { essential: true } } }),
      });
    }
    return user;
  }

  get federatedCredentials(): readonly FederatedCredential[] {
    return this.#seed.apps.flatMap((each) => each.federatedCredentials);
  }

  /** Scopes of the web API behind a resource, if an app here is that API. */
  exposedScopes(resource: string): readonly string[] | undefined {
    const clientId = resource.replace(/^api:\/\//, '').toLowerCase();
    return this.#seed.apps.find((each) => each.clientId === clientId && each.exposedScopes.length > 0)?.exposedScopes;
  }

  userByName(userName: string): SandboxUser | undefined {
    return this.#seed.users.find((each) => each.userPrincipalName === userName.toLowerCase());
  }

  userByObjectId(objectId: string): SandboxUser | undefined {
    return this.#seed.users.find((each) => each.objectId === objectId);
  }

  /** An app in the workspace list goes by the object id of its enterprise application. */
  appByObjectId(objectId: string): ServicePrincipal | undefined {
    return [...this.#seed.apps, ...this.#seed.managedIdentities].find(
      (each) => each.servicePrincipalObjectId === objectId.toLowerCase(),
    );
  }
}

/** The refusal of a tenant that is not here; what no tenant could be called gets a number of its own. */
export function unknownTenant(tenant: string): EntraError {
  const isPossible = GUID.test(tenant) || tenant.includes('.');
  return new EntraError(isPossible ? 90002 : 900023, tenant);
}

export function isMultiTenant(tenant: string): boolean {
  return MULTI_TENANT.has(tenant.toLowerCase());
}
