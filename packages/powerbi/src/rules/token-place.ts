import { cloudsOfAuthority } from '../name-cloud.ts';
import { DOCS } from './docs.ts';
import type { Rule } from './rule.ts';
import type { TokenCase } from './token-case.ts';

/** Whether a token comes from the cloud and the tenant that are called. */
export const tokenPlace: readonly Rule<TokenCase>[] = [
  {
    id: 'cloud-mismatch',
    certainty: 'certain',
    applies: (facts) => isAudienceElsewhere(facts) || isIssuerElsewhere(facts),
    cause: (facts) =>
      `The token comes from the cloud ${tokenCloud(facts)}, and the API belongs to ${facts.cloud?.name}.`,
    remedy: 'Take authority, resource and API address from one cloud.',
    docs: DOCS.clouds,
  },
  {
    id: 'tenant-mismatch',
    certainty: 'likely',
    applies: ({ token, tenantId }) =>
      tenantId !== undefined && token.tenantId !== undefined && token.tenantId.toLowerCase() !== tenantId.toLowerCase(),
    cause: ({ token, tenantId }) =>
      `The token was issued by tenant ${token.tenantId}, and what is called is in ${tenantId}.`,
    remedy:
      'Sign in to the tenant that owns the workspace, by its id: with /common or /organizations a guest gets a token of the tenant at home.',
    docs: DOCS.troubleshooting,
  },
];

/** What may matter to a guest, and nothing proves. */
export const tokenOfGuest: Rule<TokenCase> = {
  id: 'guest',
  certainty: 'possible',
  applies: ({ token: { claims, issuer, kind } }) =>
    kind === 'delegated' && (hasExternalName(claims) || (typeof claims.idp === 'string' && claims.idp !== issuer)),
  cause: ({ token }) => `The user is a guest in tenant ${token.tenantId ?? 'of the token'}.`,
  remedy:
    'Make sure that this is the tenant of the workspace. Besides a role a guest needs a licence, and the tenant must let guests in (Export and sharing settings).',
};

function hasExternalName({ upn, unique_name }: Readonly<Record<string, unknown>>): boolean {
  return [upn, unique_name].some((name) => typeof name === 'string' && name.toUpperCase().includes('#EXT#'));
}

/** Compared by resource, for the sandbox takes tokens for the public one. */
function isAudienceElsewhere({ token, cloud }: TokenCase): boolean {
  const meant = token.audience.cloud;
  return cloud !== undefined && meant !== undefined && meant.resource !== cloud.resource;
}

function isIssuerElsewhere({ token, cloud }: TokenCase): boolean {
  const issuers = cloudsOfAuthority(token.issuer ?? '');
  return cloud !== undefined && issuers.length > 0 && !issuers.some(({ name }) => name === cloud.name);
}

function tokenCloud(facts: TokenCase): string | undefined {
  if (isAudienceElsewhere(facts)) return facts.token.audience.cloud?.name;
  return cloudsOfAuthority(facts.token.issuer ?? '')[0]?.name;
}
