import { randomBytes } from 'node:crypto';
import type { SandboxUser } from '../seed.ts';
import { EntraError } from './entra-error.ts';
import type { RequestedScopes } from './resources.ts';

const LIFETIME_MS = 10 * 60 * 1000;

/** What a user agreed to at the authorization endpoint. */
export interface AuthorizationGrant {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly user: SandboxUser;
  readonly requested: RequestedScopes;
  readonly nonce: string | undefined;
  /** SHA-256 of the verifier, base64url (RFC 7636). */
  readonly codeChallenge: string | undefined;
}

/** Authorization codes that were given out. */
export class AuthorizationCodes {
  readonly #grants = new Map<string, AuthorizationGrant & { readonly expiresMs: number }>();
  readonly #redeemed = new Set<string>();

  issue(grant: AuthorizationGrant): string {
    const code = `0.SandboxCode-${randomBytes(48).toString('base64url')}`;
    this.#grants.set(code, { ...grant, expiresMs: Date.now() + LIFETIME_MS });
    return code;
  }

  /** What a code stands for, once. */
  redeem(code: string, clientId: string): AuthorizationGrant {
    if (this.#redeemed.has(code)) throw new EntraError(54005);
    const grant = this.#grants.get(code);
    if (grant?.clientId !== clientId || Date.now() > grant.expiresMs) throw new EntraError(70008, 'authorization code');
    this.#grants.delete(code);
    this.#redeemed.add(code);
    return grant;
  }
}
