import type { AccessRight, PrincipalType, WorkspaceUser } from '../../seed.ts';
import { queryRows } from '../odata.ts';
import type { Operation, OperationCall } from '../operation.ts';
import type { PowerBiState } from '../power-bi-state.ts';
import { entityNotFound, invalidRequest, notAuthorized } from '../refusal.ts';
import { readJson } from '../request-body.ts';
import type { Workspace } from '../workspaces.ts';

const READ = ['Workspace.Read.All', 'Workspace.ReadWrite.All'];
const WRITE = ['Workspace.ReadWrite.All'];
const MANAGERS: readonly AccessRight[] = ['Admin', 'Member'];
const MOST_GROUPS = 5000;

/** Workspaces and who is in them. */
export const groupOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/groups',
    scopes: READ,
    audience: 'members',
    handle: ({ context, caller, state }) => {
      const mine = state.workspaces.of(caller).map((each) => groupOf(each, state, context.req.path));
      const groups = queryRows(mine, pagingOf({ context }), MOST_GROUPS);
      return context.json({
        '@odata.context': contextOf('groups', context.req.url),
        '@odata.count': groups.length,
        value: groups,
      });
    },
  },
  {
    method: 'get',
    path: '/groups/:groupId',
    scopes: READ,
    audience: 'members',
    handle: ({ context, caller, state, param }) =>
      context.json(groupOf(state.workspaces.open(param('groupId'), caller), state, context.req.path)),
  },
  {
    method: 'get',
    path: '/admin/groups',
    scopes: ['Tenant.Read.All', 'Tenant.ReadWrite.All'],
    audience: 'admin',
    handle: ({ context, state }) => {
      const paging = pagingOf({ context });
      if (paging.top === undefined) throw invalidRequest('The query parameter $top is required.', 'BadRequest');
      const all = state.workspaces.all.map((each) => each.toAdminGroup());
      const groups = queryRows(all, paging, MOST_GROUPS);
      return context.json({
        '@odata.context': contextOf('admin/groups', context.req.url),
        '@odata.count': groups.length,
        value: groups,
      });
    },
  },
  {
    method: 'get',
    path: '/groups/:groupId/users',
    scopes: READ,
    audience: 'members',
    handle: ({ context, caller, state, param }) => {
      const { users } = state.workspaces.open(param('groupId'), caller);
      return context.json({
        '@odata.context': contextOf('groups/users', context.req.url),
        value: [...users, ...extraAdmin(state, context.req.path)].map(toGroupUser),
      });
    },
  },
  {
    method: 'post',
    path: '/groups/:groupId/users',
    scopes: WRITE,
    audience: 'members',
    handle: async (call) => {
      const workspace = call.state.workspaces.open(call.param('groupId'), call.caller, MANAGERS);
      const user = newUser(await readJson(call.context), call);
      // A Member may let others in, but nobody who could do more than itself.
      const inviter = workspace.user(call.caller.identifier);
      if (user.groupUserAccessRight === 'Admin' && inviter?.groupUserAccessRight !== 'Admin') throw notAuthorized();
      if (workspace.user(user.identifier) !== undefined) {
        throw invalidRequest('The user is in the workspace already.', 'AddingAlreadyExistsGroupUserNotSupportedError');
      }
      workspace.users.push(user);
      return call.context.body(null, 200);
    },
  },
  {
    method: 'delete',
    path: '/groups/:groupId/users/:user',
    scopes: WRITE,
    audience: 'members',
    handle: ({ context, caller, state, param }) => {
      const workspace = state.workspaces.open(param('groupId'), caller, MANAGERS);
      // A user may be named by object id too.
      const user = state.directory.userByObjectId(param('user').toLowerCase())?.userPrincipalName ?? param('user');
      const index = workspace.users.findIndex(({ identifier }) => identifier === user.toLowerCase());
      if (index < 0) throw entityNotFound();
      workspace.users.splice(index, 1);
      return context.body(null, 200);
    },
  },
];

function pagingOf({ context }: Pick<OperationCall, 'context'>) {
  const { req } = context;
  return { filter: req.query('$filter'), top: req.query('$top'), skip: req.query('$skip') };
}

function groupOf(workspace: Workspace, { faults }: PowerBiState, path: string): Record<string, unknown> {
  const group = workspace.toGroup();
  if (!faults.hit('workspace-off-capacity', path)) return group;
  const { capacityId: _capacityId, ...onSharedCapacity } = group;
  return { ...onSharedCapacity, isOnDedicatedCapacity: false };
}

function extraAdmin({ faults }: PowerBiState, path: string): readonly WorkspaceUser[] {
  const fault = faults.hit('extra-workspace-admin', path);
  if (fault === undefined) return [];
  const { identifier = 'mallory@sandbox.onmicrosoft.com' } = fault;
  return [{ identifier, displayName: identifier, principalType: 'User', groupUserAccessRight: 'Admin' }];
}

function contextOf(set: string, url: string): string {
  return `${new URL(url).origin}/v1.0/myorg/$metadata#${set}`;
}

function toGroupUser(user: WorkspaceUser): Record<string, unknown> {
  return { ...user, ...(user.principalType === 'User' ? { emailAddress: user.identifier } : {}) };
}

const RIGHTS: readonly AccessRight[] = ['Admin', 'Member', 'Contributor', 'Viewer'];
const PRINCIPALS: readonly PrincipalType[] = ['User', 'App', 'Group'];

function newUser(body: Readonly<Record<string, unknown>>, { state }: OperationCall): WorkspaceUser {
  const right = RIGHTS.find((each) => each === body.groupUserAccessRight);
  if (right === undefined) throw invalidRequest(`groupUserAccessRight must be one of ${RIGHTS.join(', ')}.`);
  const type = body.principalType ?? 'User';
  if (!PRINCIPALS.includes(type as PrincipalType))
    throw invalidRequest(`principalType must be one of ${PRINCIPALS.join(', ')}.`);
  const identifier = body.identifier ?? body.emailAddress;
  if (typeof identifier !== 'string') throw invalidRequest('identifier is required.');
  const principal = principalOf(identifier, type as PrincipalType, state);
  return { ...principal, groupUserAccessRight: right };
}

function principalOf(
  identifier: string,
  type: PrincipalType,
  { directory }: OperationCall['state'],
): { identifier: string; displayName: string; principalType: PrincipalType } {
  if (type === 'App') {
    // The client id is what people send by mistake; only the enterprise application's object id is known here.
    const app = directory.appByObjectId(identifier);
    if (app === undefined) throw invalidRequest(`There is no service principal ${identifier}.`, 'PrincipalNotFound');
    return { identifier: app.servicePrincipalObjectId, displayName: app.displayName, principalType: 'App' };
  }
  const user = type === 'User' ? directory.userByName(identifier) : undefined;
  if (user === undefined) throw invalidRequest(`There is no ${type} ${identifier}.`, 'PrincipalNotFound');
  return { identifier: user.userPrincipalName, displayName: user.displayName, principalType: 'User' };
}
