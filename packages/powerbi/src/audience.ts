import { type Claims, textClaim } from './claims.ts';
import { type Cloud, clouds } from './clouds.ts';
import { cloudOfAudience } from './name-cloud.ts';

/** What a token is for. */
export type AudienceKind =
  | 'power-bi'
  /** Power BI with a slash behind it, which is another name to Entra. */
  | 'power-bi-slash'
  /** The address of the Power BI API, which is not its name. */
  | 'power-bi-address'
  | 'fabric'
  | 'graph'
  /** Some other service of Azure. */
  | 'azure'
  /** The app that asked for the token, or a web API of one's own. */
  | 'own-api'
  /** An API that takes version 2 tokens, which Power BI does not. */
  | 'version-2-api'
  | 'other'
  | 'none';

export interface Audience {
  readonly kind: AudienceKind;
  /** For people. */
  readonly name: string;
  /** The cloud of a Power BI audience. */
  readonly cloud?: Cloud | undefined;
}

/** First the pattern of the host or the well-known app id, then what it is. */
const KNOWN: readonly (readonly [pattern: RegExp, kind: AudienceKind, name: string])[] = [
  [/^00000009-0000-0000-c000-000000000000$/, 'power-bi', 'Power BI'],
  [
    /^https:\/\/api\.([\w.]+\.)?(powerbi\.com|powerbigov\.us|powerbi\.cn)(\/|$)/,
    'power-bi-address',
    'the address of the Power BI API',
  ],
  [/^https:\/\/api\.fabric\.microsoft\.(com|us)(\/|$)/, 'fabric', 'Microsoft Fabric'],
  [
    /^https:\/\/(([\w-]+\.)?graph\.microsoft\.(com|us)|microsoftgraph\.chinacloudapi\.cn)(\/|$)/,
    'graph',
    'Microsoft Graph',
  ],
  [/^00000003-0000-0000-c000-000000000000$/, 'graph', 'Microsoft Graph'],
  [/^https:\/\/graph\.windows\.net(\/|$)/, 'graph', 'Azure AD Graph'],
  [/^00000002-0000-0000-c000-000000000000$/, 'graph', 'Azure AD Graph'],
  [
    /^https:\/\/management\.(core\.windows\.net|azure\.com|(core\.)?usgovcloudapi\.net|(core\.)?chinacloudapi\.cn)(\/|$)/,
    'azure',
    'Azure Resource Manager',
  ],
  [/^797f4846-ba00-4fd7-ba43-dac1f8f63013$/, 'azure', 'Azure Resource Manager'],
  [/^https:\/\/([\w-]+\.)?vault\.(azure\.net|usgovcloudapi\.net|azure\.cn)(\/|$)/, 'azure', 'Azure Key Vault'],
  [/^cfa8b339-82a2-471a-a3c9-0fc0be7a4093$/, 'azure', 'Azure Key Vault'],
  [
    /^https:\/\/([\w-]+\.)?database\.(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)(\/|$)/,
    'azure',
    'Azure SQL Database',
  ],
  [/^https:\/\/([\w.-]+\.)?(storage\.azure\.com|blob\.core\.windows\.net)(\/|$)/, 'azure', 'Azure Storage'],
];

/** Tells what a token is for. */
export function readAudience(claims: Claims): Audience {
  const audience = textClaim(claims, 'aud')?.toLowerCase();
  if (audience === undefined) return { kind: 'none', name: 'nothing' };
  const cloud = cloudOfAudience(audience);
  if (cloud !== undefined) {
    const name = cloud.name === clouds.public?.name ? 'Power BI' : `Power BI of the cloud ${cloud.name}`;
    return { kind: audience.endsWith('/') ? 'power-bi-slash' : 'power-bi', name, cloud };
  }
  const known = KNOWN.find(([pattern]) => pattern.test(audience));
  if (known !== undefined) return { kind: known[1], name: known[2] };
  const apps = [textClaim(claims, 'appid'), textClaim(claims, 'azp')].map((app) => app?.toLowerCase());
  if (apps.includes(audience)) return { kind: 'own-api', name: 'the app that asked for it' };
  if (audience.startsWith('api://')) return { kind: 'own-api', name: 'an API of your own' };
  if (claims.ver === '2.0' && GUID.test(audience)) return { kind: 'version-2-api', name: 'an API of your own' };
  return { kind: 'other', name: 'an unknown API' };
}

export const GUID: RegExp = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
