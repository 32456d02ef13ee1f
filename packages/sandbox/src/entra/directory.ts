import { timingSafeEqual } from 'node:crypto';
import type { SandboxApp, SandboxSeed, SandboxUser } from '../seed.ts';
import { EntraError } from './entra-error.ts';

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

  /** Accepts the id, the domain and the multi-tenant aliases, as the authority does. */
  assertTenant(tenant: string): void {
    const known = [this.#seed.tenantId, this.#seed.domain];
    if (!known.includes(tenant.toLowerCase()) && !isMultiTenant(tenant)) throw new EntraError(90002, tenant);
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

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
