import { DOCS } from './docs.ts';
import { isApp, isDenied, isDeniedWithoutReason, isUser, type RefusalCase } from './refusal-case.ts';
import type { Rule } from './rule.ts';

const SWITCHED_OFF = 'ServicePrincipalIsNotAllowedByTenantAdminSwitch';

/** The token is good, and its owner may not: in the workspace, in the tenant, or as an app at all. */
export const refusedRight: readonly Rule<RefusalCase>[] = [
  {
    id: 'personal-workspace-as-group',
    certainty: 'certain',
    applies: ({ refusal }) => /personal workspace/i.test(refusal.message ?? ''),
    cause: 'The id is that of My workspace, which is no workspace to this form of the path.',
    remedy: 'Leave /groups/{workspaceId} out. That works for users only.',
  },
  {
    id: 'my-workspace-not-for-apps',
    certainty: (facts) => (isNotForApps(facts) ? 'certain' : 'likely'),
    applies: (facts) =>
      facts.call.isMyWorkspace &&
      (isNotForApps(facts) ||
        (isApp(facts) && isDeniedWithoutReason(facts) && facts.call.operation?.servicePrincipal !== 'yes')) &&
      !/\/executeQueries$/i.test(facts.call.path),
    cause: 'A service principal has no My workspace, and this path is for My workspace.',
    remedy: 'Use the form of the path with /groups/{workspaceId}/, or sign in as a user.',
    docs: DOCS.servicePrincipal,
  },
  {
    id: 'admin-reading-switched-off',
    certainty: 'likely',
    applies: (facts) =>
      facts.call.isAdmin && isApp(facts) && facts.token?.roles.length === 0 && isDeniedWithoutReason(facts),
    cause: 'Service principals may not read admin APIs in this tenant, or not this one.',
    remedy:
      'A Fabric administrator switches on "Service principals can access read-only admin APIs" for a security group that holds the app. It takes a quarter of an hour or more to work.',
    docs: DOCS.adminApis,
  },
  {
    id: 'workspace-role-missing',
    certainty: ({ evidence, refusal }) =>
      refusal.code === 'GroupNotAccessible' ? 'certain' : evidence.status === 401 ? 'likely' : 'possible',
    applies: (facts) =>
      facts.call.isInWorkspace &&
      (facts.refusal.code === 'GroupNotAccessible'
        ? isDenied(facts) && !/personal workspace/i.test(facts.refusal.message ?? '')
        : isDeniedWithoutReason(facts)),
    cause: 'The caller has no role in this workspace, or one that is too low, or the workspace id is wrong.',
    remedy:
      'Add it to the workspace as Contributor or Member. A service principal is added by the object id of its enterprise application, not by its client id.',
    docs: DOCS.servicePrincipal,
  },
  {
    id: 'apps-switched-off',
    certainty: ({ call, refusal }) =>
      refusal.code === SWITCHED_OFF
        ? 'certain'
        : call.isInWorkspace && refusal.code !== undefined
          ? 'possible'
          : 'likely',
    applies: (facts) =>
      facts.refusal.code === SWITCHED_OFF ||
      (!facts.call.isAdmin &&
        ((isApp(facts) && isDeniedWithoutReason(facts)) || (isNotForApps(facts) && !facts.call.isMyWorkspace))),
    cause: 'Service principals may not call the API in this tenant.',
    remedy: ({ call }) =>
      `A Fabric administrator switches on "${switchFor(call.method, call.path)}" for a security group that holds the app. It takes a quarter of an hour or more to work.`,
    docs: DOCS.developerSettings,
  },
  {
    id: 'item-hidden-or-missing',
    certainty: 'likely',
    applies: ({ evidence, refusal }) => evidence.status === 404 && /NotFound$/.test(refusal.code ?? ''),
    cause: ({ call }) =>
      /\/executeQueries$/i.test(call.path)
        ? 'The caller may not build on the model, or the model does not exist: Power BI answers 404 to both.'
        : 'The item does not exist, or the caller may not see it: Power BI answers 404 to both.',
    remedy: 'Check the permission first, then the id; list the items of the workspace to tell both apart.',
  },
  {
    id: 'no-workspace-visible',
    certainty: 'possible',
    applies: ({ evidence, call }) =>
      evidence.status === 200 &&
      call.method === 'GET' &&
      /^\/groups\/?$/i.test(call.path) &&
      !/[?&](\$|%24)(filter|skip)=/i.test(evidence.url) &&
      /"value"\s*:\s*\[\s*\]/.test(evidence.body.slice(0, 1000)),
    cause: 'The caller is in no workspace, or may not yet: the list is empty, which is no error to Power BI.',
    remedy:
      'Add it to a workspace. A service principal is added by the object id of its enterprise application, not by its client id.',
    docs: DOCS.servicePrincipal,
  },
  {
    id: 'permission-not-yet-known',
    certainty: 'possible',
    applies: (facts) =>
      isDeniedWithoutReason(facts) ||
      (isDenied(facts) && facts.refusal.code === 'GroupNotAccessible') ||
      (facts.evidence.status === 404 && facts.refusal.code === 'PowerBIEntityNotFound'),
    cause: 'The permission may be too new: Power BI remembers permissions for a while.',
    remedy: (facts) =>
      isUser(facts)
        ? 'POST /RefreshUserPermissions (once an hour), then wait two minutes.'
        : 'Wait a quarter of an hour; POST /RefreshUserPermissions (once an hour) may shorten it.',
    docs: DOCS.refreshPermissions,
  },
];

/** Power BI was seen to say this with other statuses than 403, even with 200. */
function isNotForApps({ refusal }: RefusalCase): boolean {
  return /not accessible for application/i.test(refusal.message ?? '');
}

/** Since the setting was split in two, creating things has its own. */
function switchFor(method: string, path: string): string {
  return method === 'POST' && /^\/(groups|pipelines|gateways)\/?$/i.test(path)
    ? 'Service principals can create workspaces, connections, and deployment pipelines'
    : 'Service principals can call Fabric public APIs';
}
