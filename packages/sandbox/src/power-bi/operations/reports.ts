import type { Operation } from '../operation.ts';

const READ = ['Report.Read.All', 'Report.ReadWrite.All'];

/** Reports of a workspace. */
export const reportOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/groups/:groupId/reports',
    scopes: READ,
    audience: 'members',
    handle: ({ context, caller, state, param }) => {
      const workspace = state.workspaces.open(param('groupId'), caller);
      return context.json({ value: workspace.reports.map((report) => report.toJson(workspace.id)) });
    },
  },
  {
    method: 'get',
    path: '/groups/:groupId/reports/:reportId',
    scopes: READ,
    audience: 'members',
    handle: ({ context, caller, state, param }) => {
      const workspace = state.workspaces.open(param('groupId'), caller);
      return context.json(workspace.report(param('reportId')).toJson(workspace.id));
    },
  },
  {
    method: 'get',
    path: '/groups/:groupId/reports/:reportId/pages',
    scopes: READ,
    audience: 'members',
    handle: ({ context, caller, state, param }) => {
      const workspace = state.workspaces.open(param('groupId'), caller);
      return context.json({ value: workspace.report(param('reportId')).pagesToJson() });
    },
  },
];
