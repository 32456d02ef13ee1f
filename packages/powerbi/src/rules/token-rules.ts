import type { Rule } from './rule.ts';
import { tokenAudience } from './token-audience.ts';
import type { TokenCase } from './token-case.ts';
import { tokenEndsSoon, tokenLifetime } from './token-lifetime.ts';
import { tokenOfGuest, tokenPlace } from './token-place.ts';
import { tokenPrincipal, tokenWithoutMfa } from './token-principal.ts';
import { tokenScopes } from './token-scopes.ts';

/** What can be wrong with a token, by rank. */
export const tokenRules: readonly Rule<TokenCase>[] = [
  ...tokenLifetime,
  ...tokenAudience,
  ...tokenPlace,
  ...tokenPrincipal,
  ...tokenScopes,
  tokenOfGuest,
  tokenWithoutMfa,
];

/** What to know of a token before it is used; nobody refuses because of it yet. */
export const tokenForecast: readonly Rule<TokenCase>[] = [tokenEndsSoon];
