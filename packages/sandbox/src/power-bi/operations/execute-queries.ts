import { evaluateDax } from '../dax.ts';
import { viewOf } from '../model-view.ts';
import type { Operation } from '../operation.ts';
import { entityNotFound, invalidRequest, notAuthorized } from '../refusal.ts';
import { readJson } from '../request-body.ts';

/** DAX queries. Viewers may not build on a dataset, and whoever may not is told that there is none. */
export const executeQueriesOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/groups/:groupId/datasets/:datasetId/executeQueries',
    scopes: ['Dataset.Read.All', 'Dataset.ReadWrite.All'],
    audience: 'members',
    handle: async ({ context, caller, state, param }) => {
      const workspace = state.workspaces.open(param('groupId'), caller);
      const dataset = workspace.dataset(param('datasetId'));
      if (workspace.user(caller.identifier)?.groupUserAccessRight === 'Viewer') throw entityNotFound();
      const { path } = context.req;
      const hasRowLevelSecurity = dataset.rowCountsOf !== undefined || state.faults.hit('rls-dataset', path);
      // Row-level security is for users; an app is nobody to filter for, whatever its role and whoever it stands in for.
      if (caller.kind === 'app' && hasRowLevelSecurity) throw notAuthorized();
      const body = await readJson(context);
      const { impersonatedUserName } = body;
      if (impersonatedUserName !== undefined && typeof impersonatedUserName !== 'string')
        throw invalidRequest('impersonatedUserName must be a text.', 'BadRequest');
      const rows = evaluateDax(onlyQuery(body), viewOf(dataset, impersonatedUserName, state.faults, path));
      return context.json({ results: [{ tables: [{ rows }] }] });
    },
  },
];

function onlyQuery({ queries }: Readonly<Record<string, unknown>>): string {
  const [first, ...others] = Array.isArray(queries) ? queries : [];
  if (typeof first?.query === 'string' && others.length === 0) return first.query;
  throw invalidRequest('queries must hold one query.', 'BadRequest');
}
