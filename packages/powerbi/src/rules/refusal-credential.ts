import type { CredentialShape } from '../credential-shape.ts';
import { isClusterUrl } from '../name-cloud.ts';
import { DOCS } from './docs.ts';
import { isTokenCode, isWithoutToken, type RefusalCase } from './refusal-case.ts';
import type { Rule } from './rule.ts';

const MALFORMED: Readonly<Partial<Record<CredentialShape, string>>> = {
  quoted: 'The token has quotes around it.',
  'line-break': 'There is a line break in the token.',
  'no-bearer': 'The `Authorization` header does not begin with "Bearer".',
  'bearer-twice': 'The `Authorization` header says "Bearer" twice.',
};

const MINUTE = 60;

/** What was sent instead of a good token. */
export const refusedCredential: readonly Rule<RefusalCase>[] = [
  {
    id: 'redirect-not-followed',
    certainty: 'certain',
    applies: ({ evidence }) => evidence.status === 307 || evidence.status === 308,
    cause: 'The tenant lives in another cluster, and the client did not follow the redirect there.',
    remedy: 'Send the same request, token included, to `Location`, if that host belongs to Power BI.',
  },
  {
    id: 'redirect-lost-token',
    certainty: 'certain',
    applies: (facts) => isWithoutToken(facts) && isClusterUrl(facts.evidence.url),
    cause: 'The call was redirected to a cluster, and the token was lost on the way.',
    remedy: 'Keep `Authorization` on a redirect to a host of Power BI; most clients drop it at another host.',
  },
  {
    id: 'no-token',
    certainty: 'certain',
    applies: (facts) => isWithoutToken(facts) && !isClusterUrl(facts.evidence.url),
    cause: ({ evidence }) =>
      evidence.status === 403
        ? 'The request carried no token: Power BI answers 403 with an empty body then.'
        : 'The request carried no token.',
    remedy: 'Give the request an identity with `auth`.',
  },
  {
    id: 'embed-token-sent',
    certainty: 'certain',
    applies: (facts) => isRefused(facts) && facts.evidence.credential === 'embed-token',
    cause: 'This is an embed token: it shows a report in a page and opens no REST API.',
    remedy: 'Send an Entra access token. Embed tokens are for the embedding library only.',
    docs: DOCS.embedToken,
  },
  {
    id: 'entra-token-for-embedding',
    certainty: 'certain',
    applies: ({ refusal }) => /could not resolve cluster/i.test(refusal.message ?? ''),
    cause: 'An Entra access token was used to embed, where an embed token was announced, or the other way round.',
    remedy: 'Set the token type of the embedding library to what is sent: `Embed` for an embed token, else `Aad`.',
    docs: DOCS.troubleshooting,
  },
  {
    id: 'token-malformed',
    // Power BI says InvalidToken of what is no JWT; if it can be read as one, something else may be wrong with it.
    certainty: ({ token }) => (token === undefined ? 'certain' : 'likely'),
    applies: (facts) =>
      isRefused(facts) &&
      facts.evidence.credential !== 'embed-token' &&
      (facts.refusal.code === 'InvalidToken' || shapeOf(facts) !== undefined),
    cause: (facts) => shapeOf(facts) ?? 'What was sent is not an Entra access token.',
    remedy:
      'Look for quotes, a line break or a missing "Bearer" in the header (`az … -o tsv` prints no quotes); an embed token does not work here.',
  },
  {
    id: 'clock-skew',
    certainty: 'likely',
    applies: (facts) => isRefused(facts) && isTokenCode(facts) && Math.abs(facts.clockSkew) > 5 * MINUTE,
    cause: ({ clockSkew }) =>
      `The clock of this machine is ${Math.round(Math.abs(clockSkew) / MINUTE)} min ${clockSkew > 0 ? 'fast' : 'slow'}.`,
    remedy: 'Set the clock by the network, and get a new token.',
  },
  {
    id: 'token-unverifiable',
    certainty: 'likely',
    applies: ({ refusal, token, now }) =>
      refusal.code === 'TokenExpired' && (token?.expiresAt === undefined || token.expiresAt > now),
    cause: 'Power BI calls the token expired; it says the same of a token it cannot verify.',
    remedy: 'Get a new token, and check that cloud and tenant of the identity are those of the API.',
  },
];

function isRefused({ evidence }: RefusalCase): boolean {
  return evidence.status === 401 || evidence.status === 403;
}

function shapeOf({ evidence }: RefusalCase): string | undefined {
  return evidence.credential === undefined ? undefined : MALFORMED[evidence.credential];
}
