import { createHash, randomBytes } from 'node:crypto';

/** A secret of one sign-in that only who started it knows, and what the authority may see of it. */
export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

/** Makes a verifier of 256 bits with its S256 challenge (RFC 7636 section 4). */
export function createPkce(): Pkce {
  const verifier = randomText();
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** 256 random bits, for `state` and `nonce`. */
export function randomText(): string {
  return randomBytes(32).toString('base64url');
}
