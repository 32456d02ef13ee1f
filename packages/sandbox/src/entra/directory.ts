import { createHash, timingSafeEqual } from 'node:crypto';
import type { SandboxApp, SandboxSeed, SandboxUser } from '../seed.ts';
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

  app(clientId: string): SandboxApp {
    const app = this.#seed.apps.find((each) => each.clientId === clientId.toLowerCase());
    if (app === undefined) throw new EntraError(700016, clientId);
    return app;
  }

  /** Finds the user and checks the password; what MFA would ask for cannot be given here. */
  authenticate(userName: string, password: string, resource: string): SandboxUser {
    const user = this.userByName(userName);
    if (user === undefined) throw new EntraError(50034, userName);
    if (!isSame(password, user.password)) throw new EntraError(50126);
    if (user.requiresMfa) {
      throw new EntraError(50076, resource, JSON.stringify({ access_token: { polids: { essential: true } } }));
    }
    return user;
  }

  userByName(userName: string): SandboxUser | undefined {
    return this.#seed.users.find((each) => each.userPrincipalName === userName.toLowerCase());
  }

  userByObjectId(objectId: string): SandboxUser | undefined {
    return this.#seed.users.find((each) => each.objectId === objectId);
  }

  /** An app in the workspace list goes by the object id of its enterprise application. */
  appByObjectId(objectId: string): SandboxApp | undefined {
    return this.#seed.apps.find((each) => each.servicePrincipalObjectId === objectId.toLowerCase());
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

/** Checks the credential of a client: a confidential one must have it, a public one must not. */
export function authenticateClient(app: SandboxApp, secret: string | undefined): void {
  if (secret === undefined) {
    if (!app.isPublicClient) throw new EntraError(7000218);
    return;
  }
  if (app.isPublicClient) throw new EntraError(700025);
  if (!app.secrets.some((each) => isSame(secret, each))) throw new EntraError(7000215, app.clientId);
}

/** Compares digests, so that neither the first difference nor the length shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
