import { randomBytes } from 'node:crypto';
import type { RequestedScopes } from './resources.ts';

/** What a refresh token stands for. It is good for any resource the app has consent for. */
export interface RefreshGrant {
  readonly clientId: string;
  readonly userObjectId: string;
  /** What it was issued with, and what a request that asks for nothing gets again (RFC 6749 section 6). */
  readonly requested: RequestedScopes;
}

/** Refresh tokens that were issued; opaque, as Entra's are. */
export class RefreshTokens {
  readonly #grants = new Map<string, RefreshGrant>();

  issue(grant: RefreshGrant): string {
    const token = `0.Sandbox-${randomBytes(64).toString('base64url')}`;
    this.#grants.set(token, grant);
    return token;
  }

  /** The grant of a token; an old one stays good beside its successor, as in Entra. */
  redeem(token: string): RefreshGrant | undefined {
    return this.#grants.get(token);
  }
}
