import type { Call } from '../call.ts';
import type { Evidence } from '../evidence.ts';
import type { Refusal } from '../refusal.ts';
import type { Token } from '../token.ts';

/** A response and what was read from it. */
export interface RefusalCase {
  readonly evidence: Evidence;
  readonly refusal: Refusal;
  readonly call: Call;
  readonly token: Token | undefined;
  /** Seconds since 1970: the time of the service if it said one, else that of this machine. */
  readonly now: number;
  /** How many seconds this machine is ahead of the service. */
  readonly clockSkew: number;
}

/** Whether Power BI says that the token is bad, which it does by 403 and a code in a header. */
export function isTokenCode({ refusal }: RefusalCase): boolean {
  return refusal.code === 'InvalidToken' || refusal.code === 'TokenExpired';
}

/** Whether nothing was sent that could be a token. Power BI answers 403 with an empty body and no code then. */
export function isWithoutToken({ evidence, refusal }: RefusalCase): boolean {
  if (evidence.claims !== undefined || ![401, 403].includes(evidence.status)) return false;
  if (evidence.credential !== undefined) return evidence.credential === 'none';
  return evidence.status === 403 && refusal.code === undefined && evidence.body === '';
}

/** Whether the token was fine and the caller may not. */
export function isDenied(facts: RefusalCase): boolean {
  const { evidence, refusal } = facts;
  return (
    [401, 403].includes(evidence.status) &&
    !isTokenCode(facts) &&
    !isWithoutToken(facts) &&
    refusal.challenge === undefined
  );
}

/** Denied, and not told more than that. */
export function isDeniedWithoutReason(facts: RefusalCase): boolean {
  const { code, message } = facts.refusal;
  return isDenied(facts) && (code === 'PowerBINotAuthorizedException' || (code === undefined && message === undefined));
}

export function isApp({ token }: RefusalCase): boolean {
  return token?.kind === 'app-only';
}

export function isUser({ token }: RefusalCase): boolean {
  return token?.kind === 'delegated';
}
