import { DOCS } from './docs.ts';
import { isApp, type RefusalCase } from './refusal-case.ts';
import type { Rule } from './rule.ts';

/** The service says what is missing, and it is no right of the caller. */
export const refusedByService: readonly Rule<RefusalCase>[] = [
  {
    id: 'throttled',
    certainty: 'certain',
    applies: ({ evidence }) => evidence.status === 429,
    cause: 'Too many requests: this operation, tenant or user is throttled.',
    remedy: ({ evidence }) => {
      const seconds = /^\d{1,6}$/.exec(evidence.headers['retry-after'] ?? '')?.[0];
      const wait =
        seconds === undefined ? 'Wait as long as Retry-After says.' : `Wait ${seconds} s, as Retry-After says.`;
      return `${wait} A new token does not help.`;
    },
  },
  {
    id: 'not-licensed',
    certainty: 'certain',
    applies: saysCode(/^PowerBINotLicensedException$/),
    cause: (facts) =>
      isApp(facts)
        ? 'The workspace is on no capacity that a service principal may use.'
        : 'The user has no Power BI Pro or Premium Per User licence, and the workspace is on no capacity.',
    remedy: (facts) =>
      isApp(facts)
        ? 'Move the workspace to an F or P capacity; Premium Per User does not serve service principals.'
        : 'Give the user a licence (a trial may have ended), or move the workspace to a capacity.',
  },
  {
    id: 'capacity-not-active',
    certainty: (facts) => (saysCode(/^CapacityNotActive$/)(facts) ? 'certain' : 'likely'),
    applies: saysCode(/^CapacityNotActive$|^OpenConnectionError$|^ExplorationContainer_FailedToLoadModel/),
    cause: 'The capacity of the workspace is paused or gone. It is no matter of rights.',
    remedy: 'Resume the capacity in Azure, or move the workspace to another, and try again.',
  },
  {
    id: 'embed-quota',
    certainty: 'certain',
    applies: saysMessage(/exceeded the amount of embed token/i),
    cause: 'The embed tokens that come free for trying, on shared capacity, are used up.',
    remedy:
      "Assign the workspace to an A, EM, P or F capacity. GET /availableFeatures(featureName='embedTrial') tells the usage.",
    docs: DOCS.embedToken,
  },
  {
    id: 'gateway-unreachable',
    certainty: 'certain',
    applies: saysCode(/^DM_GWPipeline_Client_GatewayUnreachable$/),
    cause: 'The gateway does not answer: its machine or service is down, or cut off. It is no matter of rights.',
    remedy: 'Start the service "On-premises data gateway" on its machine, and see that it reaches Azure Relay.',
  },
  {
    id: 'refresh-already-running',
    certainty: 'certain',
    applies: saysMessage(/another refresh request is already executing/i),
    cause: 'The dataset is being refreshed already; one refresh at a time is what it takes.',
    remedy: 'Wait for the one that runs: it is the first in GET …/refreshes?$top=1.',
  },
  {
    id: 'refresh-quota',
    certainty: 'certain',
    applies: saysMessage(/refresh requests in last 24 hours exceeded/i),
    cause:
      'The dataset was refreshed as often as it may be in 24 hours: 8 times on shared capacity, scheduled ones too.',
    remedy: 'Refresh less often, or move the workspace to a capacity.',
  },
  {
    id: 'gateway-override-by-app',
    certainty: 'certain',
    applies: saysMessage(/Gateway\.ReadWrite\.All is required/i),
    cause:
      'A service principal may not grant ReadOverrideEffectiveIdentity: the service looks for a scope that no app token has.',
    remedy: 'Grant it with the token of a user who administers the gateway.',
  },
  {
    id: 'dax-query-failed',
    certainty: 'certain',
    applies: saysCode(/^DatasetExecuteQueriesError$/),
    cause: 'The DAX query failed in the model. It is no matter of rights.',
    remedy: 'Read the details in the body, and try the query in DAX Studio or in the DAX view of Power BI.',
    docs: DOCS.executeQueries,
  },
  {
    id: 'service-fault',
    certainty: 'certain',
    applies: ({ evidence }) => evidence.status >= 500,
    cause: 'The service failed. It is no matter of rights.',
    remedy: ({ refusal }) =>
      refusal.requestId === undefined
        ? 'Try again later; a new token does not help.'
        : `Try again later; a new token does not help. Microsoft asks for the request id ${refusal.requestId}.`,
  },
];

/** In the place for codes, or among the details. */
function saysCode(pattern: RegExp) {
  return ({ evidence, refusal }: RefusalCase) =>
    evidence.status >= 400 &&
    [refusal.code, ...refusal.details.map(({ code }) => code)].some((code) => pattern.test(code ?? ''));
}

function saysMessage(pattern: RegExp) {
  return ({ refusal }: RefusalCase) => pattern.test(refusal.message ?? '');
}
