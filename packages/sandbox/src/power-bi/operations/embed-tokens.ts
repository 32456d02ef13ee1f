import { randomBytes, randomUUID } from 'node:crypto';
import type { AccessRight } from '../../seed.ts';
import type { Operation, OperationCall } from '../operation.ts';
import { entityNotFound, invalidRequest } from '../refusal.ts';
import { readJson } from '../request-body.ts';
import type { Workspace } from '../workspaces.ts';

/** Viewers may look, but let nobody else look. That it needs no more than Contributor is a guess. */
const EMBEDDERS: readonly AccessRight[] = ['Admin', 'Member', 'Contributor'];
const MOST_ITEMS = 50;
const DEFAULT_MINUTES = 60;

/** Tokens with which somebody without an account may see a report in another application. */
export const embedTokenOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/GenerateToken',
    scopes: ['Report.Read.All', 'Report.ReadWrite.All'],
    audience: 'members',
    handle: async (call) => {
      const { context, state } = call;
      const body = await readJson(context);
      const [datasets, reports] = [idsIn(body, 'datasets'), idsIn(body, 'reports')];
      if (datasets.length + reports.length === 0)
        throw invalidRequest('reports or datasets must name what is to be embedded.', 'BadRequest');
      for (const id of reports) holder(call, (workspace) => workspace.reports.some((report) => report.id === id));
      const opened = datasets.map((id) =>
        holder(call, (workspace) => workspace.datasets.some((dataset) => dataset.id === id)).dataset(id),
      );
      const isFiltered = opened.some(({ rowCountsOf }) => rowCountsOf !== undefined);
      if (isFiltered && idsIn(body, 'identities', 'username').length === 0)
        throw invalidRequest('The dataset requires an effective identity.', 'InvalidRequest');
      const short = state.faults.hit('embed-token-short-lived', context.req.path);
      const minutes = short === undefined ? lifetimeOf(body) : (short.minutes ?? 5);
      // It can't outlive the token it was asked for with.
      const endMs = Math.min(Date.now() + minutes * 60_000, Number(call.caller.claims.exp) * 1000);
      return context.json({
        '@odata.context': `${new URL(context.req.url).origin}/v1.0/myorg/$metadata#Microsoft.PowerBI.ServiceContracts.Api.V1.GenerateTokenResponse`,
        token: `H4sI${randomBytes(240).toString('base64')}`,
        tokenId: randomUUID(),
        expiration: new Date(endMs).toISOString().replace(/\.\d+/, ''),
      });
    },
  },
];

/** The workspace that holds an item, if the caller may embed from there. */
function holder({ state, caller }: OperationCall, holds: (workspace: Workspace) => boolean): Workspace {
  const workspace = state.workspaces.all.find(holds);
  if (workspace === undefined) throw entityNotFound();
  return state.workspaces.open(workspace.id, caller, EMBEDDERS);
}

function idsIn(body: Readonly<Record<string, unknown>>, list: string, field = 'id'): readonly string[] {
  const items = body[list] ?? [];
  const ids = Array.isArray(items) ? items.map((item) => item?.[field]) : [undefined];
  if (ids.length > MOST_ITEMS || ids.some((id) => typeof id !== 'string'))
    throw invalidRequest(`${list} must be a list of at most ${MOST_ITEMS} objects with ${field}.`, 'BadRequest');
  return ids.map((id) => String(id).toLowerCase());
}

function lifetimeOf({ lifetimeInMinutes }: Readonly<Record<string, unknown>>): number {
  if (lifetimeInMinutes === undefined) return DEFAULT_MINUTES;
  if (typeof lifetimeInMinutes === 'number' && lifetimeInMinutes > 0) return lifetimeInMinutes;
  throw invalidRequest('lifetimeInMinutes must be a number above 0.', 'BadRequest');
}
