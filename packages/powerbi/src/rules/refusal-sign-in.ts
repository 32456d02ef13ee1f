import { DOCS } from './docs.ts';
import type { RefusalCase } from './refusal-case.ts';
import type { Rule } from './rule.ts';

/** Entra refused, or Power BI sends the caller back to it. */
export const refusedSignIn: readonly Rule<RefusalCase>[] = [
  {
    id: 'claims-challenge',
    certainty: 'certain',
    applies: ({ refusal }) => refusal.challenge !== undefined,
    cause: ({ refusal }) => challengeCause(refusal.challenge?.claims ?? ''),
    remedy:
      'Get a new token with the `claims` of the challenge, by a flow with a person in it; a password flow cannot. The client has to announce the capability CP1.',
    docs: DOCS.challenge,
  },
  {
    id: 'sign-in-needs-person',
    certainty: 'certain',
    applies: saysAadsts(50072, 50074, 50076, 50079, 50158),
    cause: 'Entra wants more than a password: a second factor, or to register one.',
    remedy: 'Sign in with a browser or a device code, or use a service principal; a password flow cannot do it.',
  },
  {
    id: 'sign-in-blocked-by-policy',
    certainty: 'certain',
    applies: saysAadsts(53000, 53001, 53002, 53003, 53004, 530031, 530032),
    cause: 'A Conditional Access policy blocks this sign-in: its flow, device, place or app.',
    remedy:
      'Ask the administrator which policy it is (sign-in log of Entra), or use a service principal that it exempts.',
  },
  {
    id: 'password-refused',
    certainty: 'certain',
    applies: saysAadsts(50126),
    cause: 'User name or password are wrong; for a federated user Entra says so of a right one, too.',
    remedy:
      'Do not try again blindly, the account would be locked. Federated users sign in with a browser or a device code.',
  },
  {
    id: 'cloud-mismatch-at-sign-in',
    certainty: 'certain',
    applies: saysAadsts(90002, 90038, 900382, 900432, 90051),
    cause: 'This authority does not know the tenant, or the app belongs to another cloud.',
    remedy: 'Check the tenant id; take authority, resource and API address from one cloud.',
    docs: DOCS.clouds,
  },
];

function saysAadsts(...numbers: readonly number[]) {
  const codes = new Set(numbers.map(String));
  return ({ refusal }: RefusalCase) => codes.has(/AADSTS(\d+)/.exec(refusal.message ?? '')?.[1] ?? '');
}

/** The claims tell what it is about: a newer token, another place, or one more factor. */
function challengeCause(claims: string): string {
  if (/"xms_rp_ipaddr"/.test(claims))
    return 'The token was issued at another place than it is used at, and a policy minds.';
  if (/"acrs"/.test(claims)) return 'Conditional Access wants the user to prove more for this than for signing in.';
  if (/"nbf"/.test(claims))
    return 'The token was revoked: the user changed, lost a device, or an administrator ended the session.';
  return 'Conditional Access wants a new token with more claims in it.';
}
