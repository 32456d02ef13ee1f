import { readCall } from './call.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Evidence } from './evidence.ts';
import { cloudOfApi } from './name-cloud.ts';
import { readRefusal } from './refusal.ts';
import type { RefusalCase } from './rules/refusal-case.ts';
import { namedByResponse, workedOut } from './rules/refusal-rules.ts';
import { evaluate, rank } from './rules/rule.ts';
import { tokenRules } from './rules/token-rules.ts';
import { readToken } from './token.ts';

/** More than this would bury the likely cause. */
const MOST = 3;

/**
 * The likely reasons for a refusal, most certain first; none for a response that refuses nothing.
 *
 * Unlike other services Power BI answers 403 when the token is bad and 401 when the token is good but the caller may
 * not; 404 may mean either that something does not exist or that the caller may not see it.
 */
export function diagnose(evidence: Evidence, now: Date = new Date()): readonly Diagnosis[] {
  const facts = readCase(evidence, now.getTime() / 1000);
  const byToken = [401, 403].includes(evidence.status) ? diagnoseToken(facts) : [];
  return rank([...evaluate(namedByResponse, facts), ...byToken, ...evaluate(workedOut, facts)]).slice(0, MOST);
}

/** Whether a response says that the token is bad, so that one more try with a new one is worth it. */
export function isTokenRefused(evidence: Pick<Evidence, 'status' | 'headers' | 'body'>): boolean {
  if (evidence.status === 403) return readRefusal(evidence).code === 'TokenExpired';
  return evidence.status === 401 && /error="?invalid_token/i.test(evidence.headers['www-authenticate'] ?? '');
}

function readCase(evidence: Evidence, here: number): RefusalCase {
  const { method, url, claims, operation, headers } = evidence;
  const there = Date.parse(headers.date ?? '') / 1000;
  const now = Number.isFinite(there) ? there : here;
  return {
    evidence,
    refusal: readRefusal(evidence),
    call: readCall(method, url, operation),
    token: claims === undefined ? undefined : readToken(claims),
    now,
    clockSkew: here - now,
  };
}

function diagnoseToken({ evidence, token, call, now }: RefusalCase): readonly Diagnosis[] {
  if (token === undefined) return [];
  const { cloud = cloudOfApi(evidence.url), tenantId } = evidence;
  return evaluate(tokenRules, { token, call, cloud, tenantId, now });
}
