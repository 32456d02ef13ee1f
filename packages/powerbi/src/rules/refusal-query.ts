import { DOCS } from './docs.ts';
import { isApp, isDenied, isDeniedWithoutReason, isUser, type RefusalCase } from './refusal-case.ts';
import type { Rule } from './rule.ts';

/** Calls that open a semantic model: DAX queries and embed tokens. */
export const refusedQuery: readonly Rule<RefusalCase>[] = [
  {
    id: 'no-rls-role',
    certainty: 'certain',
    applies: (facts) => facts.refusal.code === 'RLSNotAuthorizedForModel' && !isApp(facts),
    cause: 'The semantic model has row-level security, and the user is in none of its roles.',
    remedy: 'Put the user into a role of the model (Security).',
  },
  {
    id: 'rls-or-sso-for-app',
    certainty: ({ evidence, refusal }) =>
      evidence.datasetIsRls === true || refusal.code === 'RLSNotAuthorizedForModel' ? 'certain' : 'likely',
    applies: (facts) =>
      isApp(facts) &&
      facts.evidence.datasetIsRls !== false &&
      (facts.refusal.code === 'RLSNotAuthorizedForModel' || (isQuery(facts) && isDeniedWithoutReason(facts))),
    cause:
      'Service principals may not query a model with row-level security or single sign-on, whoever they impersonate.',
    remedy: 'Query with the token of a user, or embed with an effective identity.',
    docs: DOCS.executeQueries,
  },
  {
    id: 'execute-queries-switched-off',
    certainty: (facts) => (isUser(facts) ? 'likely' : 'possible'),
    applies: (facts) => isQuery(facts) && isDeniedWithoutReason(facts),
    cause: 'The tenant does not let DAX be sent through the API, or the caller may read the model but not build on it.',
    remedy:
      'A Fabric administrator switches on "Dataset Execute Queries REST API" (Integration settings); the caller needs Read and Build on the model.',
    docs: DOCS.executeQueries,
  },
  {
    id: 'direct-lake-single-sign-on',
    // Where row-level security is known not to be the reason, this is what remains.
    certainty: ({ evidence }) => (evidence.datasetIsRls === false ? 'likely' : 'possible'),
    applies: (facts) => isQuery(facts) && isDeniedWithoutReason(facts),
    cause: 'If the model is Direct Lake, it may reach its source as the caller, who may not read there.',
    remedy: 'Bind the model to a cloud connection with a fixed identity; more rights on the model do not help.',
  },
  {
    id: 'effective-identity',
    certainty: (facts) => (speaksOfIdentity(facts) || facts.evidence.datasetIsRls === true ? 'likely' : 'possible'),
    applies: (facts) =>
      /\/GenerateToken$/i.test(facts.call.path) &&
      (facts.evidence.status === 400 || (isDenied(facts) && facts.evidence.status === 403)),
    cause:
      'The effective identity does not fit the model: needed and not given, given and not needed, or without the roles it asks for.',
    remedy:
      'Look at isEffectiveIdentityRequired and isEffectiveIdentityRolesRequired of the dataset, and set `identities` accordingly. The caller needs Build on it, too.',
    docs: DOCS.embedToken,
  },
];

function isQuery({ call }: RefusalCase): boolean {
  return /\/executeQueries$/i.test(call.path);
}

function speaksOfIdentity({ refusal }: RefusalCase): boolean {
  return /effective ?identity|identities|roles ?required/i.test(`${refusal.code} ${refusal.message}`);
}
