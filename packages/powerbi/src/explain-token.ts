import { readCall } from './call.ts';
import type { Claims } from './claims.ts';
import { textClaim } from './claims.ts';
import type { Cloud } from './clouds.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Operation } from './operations/operation.ts';
import { evaluate, rank } from './rules/rule.ts';
import { tokenForecast, tokenRules } from './rules/token-rules.ts';
import { readToken, type TokenKind } from './token.ts';

/** What a token is going to be used for. */
export interface TokenPurpose {
  readonly operation?: Operation | undefined;
  readonly cloud?: Cloud | undefined;
  /** The tenant that owns what is called. */
  readonly tenantId?: string | undefined;
  /** Default: now. */
  readonly now?: Date | undefined;
}

export interface TokenSummary {
  readonly kind: TokenKind;
  readonly audience: string | undefined;
  /** What the audience is called by people. */
  readonly audienceName: string;
  readonly tenantId: string | undefined;
  /** Name of the user, or client id of the app. */
  readonly principal: string | undefined;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly expiresOn: Date | undefined;
  readonly version: string | undefined;
}

export interface TokenExplanation {
  readonly summary: TokenSummary;
  /** What is wrong with the token for its purpose, most certain first. */
  readonly findings: readonly Diagnosis[];
}

/**
 * Says what a token is, and what would go wrong with it, before anything is sent. The claims are taken at their word:
 * nobody checked the signature.
 *
 * @example
 * const match = await findOperation('GET', '/admin/groups');
 * explainToken(claims, { operation: match?.operation, cloud: clouds.public }).findings;
 */
export function explainToken(claims: Claims, purpose: TokenPurpose = {}): TokenExplanation {
  const { operation, cloud, tenantId, now = new Date() } = purpose;
  const token = readToken(claims);
  const call = operation === undefined ? undefined : readCall(operation.method, operation.path, operation);
  const facts = { token, call, cloud, tenantId, now: now.getTime() / 1000 };
  return {
    summary: {
      kind: token.kind,
      audience: textClaim(claims, 'aud'),
      audienceName: token.audience.name,
      tenantId: token.tenantId,
      principal: token.principal,
      scopes: token.scopes,
      roles: token.roles,
      expiresOn: dateOf(token.expiresAt),
      version: textClaim(claims, 'ver'),
    },
    findings: rank([...evaluate(tokenRules, facts), ...evaluate(tokenForecast, facts)]),
  };
}

/** A claim may hold a number that is no time. */
function dateOf(seconds: number | undefined): Date | undefined {
  const date = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
