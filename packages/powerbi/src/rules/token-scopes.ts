import { isGranted, missingScopes } from '../scopes.ts';
import { DOCS } from './docs.ts';
import type { Rule } from './rule.ts';
import type { TokenCase } from './token-case.ts';

const HOW_TO_ADD =
  'to the delegated permissions of the app registration, consent, and sign in again: scopes are frozen in a token';

/** Scopes that any app may have and that open nothing in Power BI. */
const EMPTY_SCOPES = ['openid', 'profile', 'email', 'offline_access', 'User.Read'];

/** Whether a user let the app do what it does. */
export const tokenScopes: readonly Rule<TokenCase>[] = [
  {
    id: 'read-scope-for-write',
    // Without the operation, all that tells is the method, and some operations read with a POST.
    certainty: ({ call }) => (call?.operation === undefined ? 'possible' : 'certain'),
    applies: isReadScopeForWrite,
    cause: 'The token lets the app read but not write, and this call writes.',
    remedy: (facts) => {
      const missing = lacking(facts);
      return missing.length === 0
        ? 'Add the ReadWrite.All permission to the app registration, consent, and sign in again.'
        : `Add ${missing.join(' and ')} ${HOW_TO_ADD}.`;
    },
  },
  {
    id: 'scope-missing',
    certainty: 'certain',
    applies: (facts) => lacking(facts).length > 0 && !isReadScopeForWrite(facts),
    cause: (facts) => `The token lacks ${lacking(facts).join(' and ')}, which this call needs.`,
    remedy: (facts) => `Add ${lacking(facts).join(' and ')} ${HOW_TO_ADD}.`,
    docs: DOCS.claims,
  },
  {
    id: 'no-power-bi-scope',
    certainty: 'certain',
    applies: ({ token, call }) =>
      isUser(token) && call?.operation === undefined && token.scopes.every((scope) => EMPTY_SCOPES.includes(scope)),
    cause: 'The token holds no scope of Power BI.',
    remedy: `Add the permissions of Power BI Service that are needed ${HOW_TO_ADD}.`,
    docs: DOCS.claims,
  },
  {
    id: 'scope-by-body',
    certainty: 'possible',
    applies: (facts) => scopesByBody(facts).length > 0,
    cause: (facts) => `The token lacks ${scopesByBody(facts).join(' and ')}, which some bodies of this call need.`,
    remedy: (facts) => `If the body asks for it, add ${scopesByBody(facts).join(' and ')} ${HOW_TO_ADD}.`,
    docs: DOCS.embedToken,
  },
];

function isUser(token: TokenCase['token']): boolean {
  return token.kind === 'delegated' && ['power-bi', 'fabric'].includes(token.audience.kind);
}

function lacking({ token, call }: TokenCase): readonly string[] {
  return call?.operation === undefined || !isUser(token) ? [] : missingScopes(call.operation, token.scopes);
}

function scopesByBody({ token, call }: TokenCase): readonly string[] {
  const scopes = isUser(token) ? (call?.operation?.mayAlsoNeed ?? []) : [];
  return scopes.filter((scope) => !isGranted(scope, token.scopes));
}

function isReadScopeForWrite(facts: TokenCase): boolean {
  const { token, call } = facts;
  if (call === undefined || !isUser(token)) return false;
  const reads = token.scopes.filter((scope) => scope.endsWith('.Read.All'));
  if (call.operation !== undefined) {
    const missing = lacking(facts);
    return missing.length > 0 && missing.every((scope) => reads.includes(scope.replace('.ReadWrite.All', '.Read.All')));
  }
  return (
    call.isWrite &&
    reads.length > 0 &&
    !token.scopes.some((scope) => /ReadWrite|Create|Deploy|user_impersonation/.test(scope))
  );
}
