import type { Rule } from './rule.ts';
import type { TokenCase } from './token-case.ts';

const SOON_SECONDS = 300;

/** Whether a token is still, and already, good. */
export const tokenLifetime: readonly Rule<TokenCase>[] = [
  {
    id: 'token-expired',
    certainty: 'certain',
    applies: ({ token, now }) => token.expiresAt !== undefined && token.expiresAt <= now,
    cause: ({ token, now }) => `The token has expired ${duration(now - (token.expiresAt ?? now))} ago.`,
    remedy: 'Get a new token; if it was just issued, correct the clock of this machine.',
  },
  {
    id: 'token-not-yet-valid',
    certainty: 'certain',
    applies: ({ token, now }) => token.validFrom !== undefined && token.validFrom > now,
    cause: ({ token, now }) => `The token becomes valid only in ${duration((token.validFrom ?? now) - now)}.`,
    remedy: 'The clock of this machine is probably slow: set it by the network.',
  },
];

/** Nothing wrong yet. */
export const tokenEndsSoon: Rule<TokenCase> = {
  id: 'token-expires-soon',
  certainty: 'possible',
  applies: ({ token, now }) =>
    token.expiresAt !== undefined && token.expiresAt > now && token.expiresAt - now < SOON_SECONDS,
  cause: ({ token, now }) => `The token is good for another ${duration((token.expiresAt ?? now) - now)} only.`,
  remedy: 'Get a new one before anything that takes longer.',
};

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
