import { listClaim } from '../claims.ts';
import { DOCS } from './docs.ts';
import type { Rule } from './rule.ts';
import type { TokenCase } from './token-case.ts';

/** Directory roles by their template ids, as `wids` holds them: Fabric administrator and Global administrator. */
const ADMIN_ROLES = ['a9ea8996-122f-4c74-9520-8edcd192826c', '62e90394-69f5-4237-9190-012177145e10'];

/** Whether the kind of caller may do this. */
export const tokenPrincipal: readonly Rule<TokenCase>[] = [
  {
    id: 'admin-operation-not-for-apps',
    certainty: ({ call }) => (call?.operation === undefined ? 'likely' : 'certain'),
    applies: (facts) => isApp(facts) && isAdminCallForUsersOnly(facts),
    cause: 'A service principal may only read admin APIs, and not all of them; this one is for users.',
    remedy: 'Sign in as a Fabric administrator.',
    docs: DOCS.adminApis,
  },
  {
    id: 'application-permissions-on-admin-api',
    certainty: ({ call }) => (call === undefined ? 'possible' : 'certain'),
    applies: (facts) =>
      isApp(facts) &&
      ['power-bi', 'fabric'].includes(facts.token.audience.kind) &&
      facts.token.roles.length > 0 &&
      (facts.call === undefined || (facts.call.isAdmin && !isAdminCallForUsersOnly(facts))),
    cause: ({ token }) =>
      `The app has application permissions (\`roles\`: ${token.roles.join(', ')}): Power BI refuses such an app on admin APIs.`,
    remedy:
      'Remove the Power BI application permissions of the app registration, revoke their consent, and get a new token.',
    docs: DOCS.adminApis,
  },
  {
    id: 'operation-not-for-apps',
    certainty: 'certain',
    applies: (facts) =>
      isApp(facts) && facts.call?.operation?.servicePrincipal === 'no' && facts.call.isAdmin === false,
    cause: 'Service principals may not call this operation.',
    remedy: 'Sign in as a user.',
    docs: DOCS.servicePrincipal,
  },
  {
    id: 'operation-only-for-apps',
    certainty: 'certain',
    applies: ({ token, call }) => token.kind === 'delegated' && call?.operation?.servicePrincipal === 'only',
    cause: 'Only service principals may call this operation, and the token is that of a user.',
    remedy: 'Sign in as the app itself: with a client secret, a certificate or a federated credential.',
    docs: DOCS.servicePrincipal,
  },
  {
    id: 'not-fabric-administrator',
    certainty: ({ token }) => (Array.isArray(token.claims.wids) ? 'likely' : 'possible'),
    applies: ({ token, call }) =>
      token.kind === 'delegated' &&
      call?.isAdmin === true &&
      !listClaim(token.claims, 'wids').some((role) => ADMIN_ROLES.includes(role.toLowerCase())),
    cause: 'Admin APIs need a Fabric administrator; the token names no such role of the user.',
    remedy: 'Let the user be made Fabric administrator in Entra, then sign in again: roles are frozen in a token.',
    docs: DOCS.adminApis,
  },
];

/** What some APIs ask for, and nobody documents which. */
export const tokenWithoutMfa: Rule<TokenCase> = {
  id: 'no-second-factor',
  certainty: 'possible',
  applies: ({ token }) => {
    const methods = listClaim(token.claims, 'amr');
    return token.kind === 'delegated' && methods.includes('pwd') && !methods.some((method) => /mfa/i.test(method));
  },
  cause: 'The user signed in with a password alone (`amr`), and some calls want a second factor.',
  remedy: 'Sign in with a browser or a device code, where Entra can ask for it; a password flow never can.',
};

function isApp({ token }: TokenCase): boolean {
  return token.kind === 'app-only';
}

function isAdminCallForUsersOnly({ call }: TokenCase): boolean {
  if (call === undefined || !call.isAdmin) return false;
  return call.operation === undefined ? call.isWrite : call.operation.servicePrincipal === 'no';
}
