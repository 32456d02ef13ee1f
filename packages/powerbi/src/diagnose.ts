import { isAppOnly, rolesOfClaims, scopesOfClaims } from './principal.ts';
import { type Evidence, type Refusal, readRefusal } from './refusal.ts';

/** One likely reason for a refusal, and what to do about it. */
export interface Diagnosis {
  readonly cause: string;
  readonly remedy: string;
}

interface Rule extends Diagnosis {
  readonly applies: (evidence: Evidence, refusal: Refusal) => boolean;
}

const RESOURCE = /^https:\/\/([\w-]+\.)?analysis\.(windows|usgovcloudapi|chinacloudapi)\.(net|cn)\/powerbi\/api$/;

const isBadToken = ({ status }: Evidence) => status === 403 || status === 401;
const isNotAuthorized = ({ status }: Evidence, { code }: Refusal) =>
  status === 401 && (code === undefined || code === 'PowerBINotAuthorizedException' || code === 'GroupNotAccessible');
const path = ({ url }: Evidence) => new URL(url).pathname;
const isAdmin = (evidence: Evidence) => /\/admin\//.test(path(evidence));
const isApp = ({ claims }: Evidence) => claims !== undefined && isAppOnly(claims);
const isUser = ({ claims }: Evidence) => claims !== undefined && !isAppOnly(claims);
const now = () => Date.now() / 1000;

/**
 * Why Power BI refuses, most certain first. Unlike other services it answers 403 when the token is bad and 401 when the
 * token is good but the caller may not.
 */
const RULES: readonly Rule[] = [
  {
    applies: (evidence, { code }) =>
      evidence.status === 403 && evidence.claims === undefined && evidence.body === '' && code === undefined,
    cause: 'The request carried no token: Power BI answers 403 with an empty body then.',
    remedy: 'Give the request an identity with `auth`.',
  },
  {
    applies: (evidence, { code }) => isBadToken(evidence) && code === 'InvalidToken',
    cause: 'What was sent is not an Entra access token.',
    remedy: 'Look for quotes, a line break or a missing "Bearer" in the header; an embed token does not work here.',
  },
  {
    applies: (evidence) =>
      isBadToken(evidence) && typeof evidence.claims?.exp === 'number' && evidence.claims.exp < now(),
    cause: 'The token has expired.',
    remedy: 'Get a new token; if it was just issued, correct the clock of this machine.',
  },
  {
    applies: (evidence) =>
      isBadToken(evidence) && evidence.claims !== undefined && !RESOURCE.test(String(evidence.claims.aud)),
    cause: 'The token was issued for another API: its audience is not Power BI.',
    remedy: 'Ask for the scope https://analysis.windows.net/powerbi/api/.default, with no slash before /.default.',
  },
  {
    applies: (evidence, { code }) => isBadToken(evidence) && code === 'TokenExpired',
    cause: 'Power BI calls the token expired; it says the same of a token it cannot verify.',
    remedy: 'Get a new token, and check that cloud and tenant of the identity are those of the API.',
  },
  {
    applies: (_evidence, { message }) => message !== undefined && /not accessible for application/i.test(message),
    cause: 'A service principal has no My workspace, and this path is for My workspace.',
    remedy: 'Use the form of the path with /groups/{workspaceId}/, or sign in as a user.',
  },
  {
    applies: (evidence) =>
      isAdmin(evidence) && isApp(evidence) && isBadToken(evidence) && rolesOfClaims(evidence.claims ?? {}).length > 0,
    cause: 'The app has application permissions (`roles`): Power BI refuses such an app on admin APIs.',
    remedy:
      'Remove the Power BI application permissions of the app registration, revoke their consent, and get a new token.',
  },
  {
    applies: (evidence) => isAdmin(evidence) && isApp(evidence) && isBadToken(evidence),
    cause: 'Service principals may not read admin APIs in this tenant, or not this one.',
    remedy:
      'A Fabric administrator switches on "Service principals can access read-only admin APIs" for a security group that holds the app. It takes a quarter of an hour or more to work.',
  },
  {
    applies: (evidence) => isAdmin(evidence) && isUser(evidence) && isBadToken(evidence),
    cause: 'Admin APIs need a Fabric administrator and the scope Tenant.Read.All or Tenant.ReadWrite.All.',
    remedy: 'Check the role of the user and the scopes of the token (`waybill auth token`), then sign in again.',
  },
  {
    applies: (evidence) =>
      isBadToken(evidence) &&
      !['GET', 'HEAD'].includes(evidence.method) &&
      isUser(evidence) &&
      !scopesOfClaims(evidence.claims ?? {}).some((scope) => /ReadWrite|Create|Deploy|user_impersonation/.test(scope)),
    cause: 'The token holds read scopes only, and this call writes.',
    remedy: 'Add the ReadWrite.All permission to the app registration, consent, and sign in again.',
  },
  {
    applies: (evidence, refusal) => isNotAuthorized(evidence, refusal) && /\/groups\/[^/]+/.test(path(evidence)),
    cause: 'The caller has no role in this workspace, or one that is too low, or the workspace id is wrong.',
    remedy:
      'Add it to the workspace as Contributor or Member. A service principal is added by the object id of its enterprise application, not by its client id.',
  },
  {
    applies: (evidence, refusal) => isNotAuthorized(evidence, refusal) && isApp(evidence),
    cause: 'Service principals may not call the API in this tenant.',
    remedy:
      'A Fabric administrator switches on "Service principals can call Fabric public APIs" for a security group that holds the app.',
  },
  {
    applies: ({ status }, { code }) => status === 404 && code === 'PowerBIEntityNotFound',
    cause: 'The item does not exist, or the caller may not see it: Power BI answers 404 to both.',
    remedy: 'Check the permission first, then the id; list the items of the workspace to tell both apart.',
  },
  {
    applies: ({ status }) => status === 429,
    cause: 'Too many requests: this operation, tenant or user is throttled.',
    remedy: 'Wait as long as Retry-After says. A new token does not help.',
  },
];

/** The likely reasons for a refusal, most certain first; none for a response that refuses nothing. */
export function diagnose(evidence: Evidence): readonly Diagnosis[] {
  if (evidence.status < 400) return [];
  const refusal = readRefusal(evidence);
  return RULES.filter((rule) => rule.applies(evidence, refusal))
    .slice(0, MOST_FINDINGS)
    .map(({ cause, remedy }) => ({ cause, remedy }));
}

/** More than this would bury the likely cause. */
const MOST_FINDINGS = 3;

/** Whether a response says that the token is bad, so that one more try with a new one is worth it. */
export function isTokenRefused(evidence: Pick<Evidence, 'status' | 'headers' | 'body'>): boolean {
  if (evidence.status === 403) return readRefusal(evidence).code === 'TokenExpired';
  return evidence.status === 401 && /error="?invalid_token/i.test(evidence.headers['www-authenticate'] ?? '');
}
