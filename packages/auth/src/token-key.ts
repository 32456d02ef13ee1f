import { createHash } from 'node:crypto';
import { credentialsOf, flowOf } from './flows.ts';
import { type Identity, scopesOf } from './identity.ts';

/**
 * What tokens are kept under: everything an identity says, with a digest in place of its secrets. The credential is part
 * of the key, so that a wrong secret never hides behind the token of a right one.
 */
export function tokenKey(authorityUrl: string, identity: Identity): string {
  const secrets = new Set<string>(flowOf(identity).secrets);
  const rest = Object.entries(identity)
    .filter(([key, value]) => !secrets.has(key) && key !== 'scope' && value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const credential = createHash('sha256')
    .update(JSON.stringify(credentialsOf(identity)))
    .digest('hex');
  return JSON.stringify([authorityUrl, Object.fromEntries(rest), [...scopesOf(identity)].sort(), credential]);
}
