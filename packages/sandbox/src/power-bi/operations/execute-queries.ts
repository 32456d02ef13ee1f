import { evaluateDax } from '../dax.ts';
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
      // Row-level security is for users; an app is nobody to filter for, whatever its role.
      if (caller.kind === 'app' && state.faults.hit('rls-dataset', context.req.path)) throw notAuthorized();
      const rows = evaluateDax(onlyQuery(await readJson(context)), dataset.rowCounts);
      return context.json({ results: [{ tables: [{ rows }] }] });
    },
  },
];

function onlyQuery({ queries }: Readonly<Record<string, unknown>>): string {
  const [first, ...others] = Array.isArray(queries) ? queries : [];
  if (typeof first?.query === 'string' && others.length === 0) return first.query;
  throw invalidRequest('queries must hold one query.', 'BadRequest');
}
