import type { AudienceKind } from '../audience.ts';
import { clouds } from '../clouds.ts';
import { DOCS } from './docs.ts';
import type { Rule } from './rule.ts';
import type { TokenCase } from './token-case.ts';

const isFor =
  (kind: AudienceKind) =>
  ({ token }: TokenCase) =>
    token.kind !== 'id-token' && token.audience.kind === kind;

const askForPowerBi = ({ cloud }: TokenCase) =>
  `Ask for the scope ${(cloud ?? clouds.public)?.resource}/.default, with no slash before /.default.`;

/** Whether a token is for Power BI at all. */
export const tokenAudience: readonly Rule<TokenCase>[] = [
  {
    id: 'id-token',
    certainty: 'certain',
    applies: ({ token }) => token.kind === 'id-token',
    cause: 'This is an id token: it tells the app who signed in and opens no API.',
    remedy: 'Send the `access_token` of the same answer.',
    docs: DOCS.claims,
  },
  {
    id: 'audience-graph',
    certainty: 'certain',
    applies: isFor('graph'),
    cause: ({ token }) =>
      `The token was issued for another API: ${token.audience.name}. Scopes without a resource, such as User.Read, mean that.`,
    remedy: askForPowerBi,
  },
  {
    id: 'audience-azure',
    certainty: 'certain',
    applies: isFor('azure'),
    cause: ({ token }) => `The token was issued for another API: ${token.audience.name}.`,
    remedy: ({ cloud }) =>
      `Ask for Power BI; with the Azure CLI: az account get-access-token --resource ${(cloud ?? clouds.public)?.resource}`,
  },
  {
    id: 'audience-own-api',
    certainty: 'certain',
    applies: isFor('own-api'),
    cause: ({ token }) => `The token was issued for ${token.audience.name}, not for Power BI.`,
    remedy: 'Let the API exchange it for one for Power BI (on-behalf-of), or ask for Power BI right away.',
    docs: DOCS.onBehalfOf,
  },
  {
    id: 'audience-version-2-api',
    certainty: 'certain',
    applies: isFor('version-2-api'),
    cause: 'The token is a version 2 token for some registered API, not for Power BI.',
    remedy: 'Let that API exchange it for one for Power BI (on-behalf-of), or ask for Power BI right away.',
    docs: DOCS.onBehalfOf,
  },
  {
    id: 'audience-trailing-slash',
    certainty: 'certain',
    applies: isFor('power-bi-slash'),
    cause: 'The audience of the token has a slash behind it, so it is not the name of Power BI.',
    remedy: askForPowerBi,
  },
  {
    id: 'audience-api-address',
    certainty: 'certain',
    applies: isFor('power-bi-address'),
    cause: 'The token was issued for the address of the Power BI API; the API goes by another name.',
    remedy: askForPowerBi,
  },
  {
    id: 'audience-other',
    certainty: 'certain',
    applies: ({ token }) => token.kind !== 'id-token' && ['other', 'none'].includes(token.audience.kind),
    cause: 'The token was issued for another API: its audience is not Power BI.',
    remedy: askForPowerBi,
  },
  {
    id: 'audience-fabric',
    certainty: 'possible',
    applies: isFor('fabric'),
    cause: 'The token was issued for the Fabric API. Power BI often takes such a token, but does not promise to.',
    remedy: askForPowerBi,
  },
];
