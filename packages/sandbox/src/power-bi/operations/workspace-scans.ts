import { isoTime } from '../iso-time.ts';
import type { Job } from '../jobs.ts';
import type { Operation, OperationCall } from '../operation.ts';
import type { Scan } from '../power-bi-state.ts';
import { invalidRequest } from '../refusal.ts';
import { readJson } from '../request-body.ts';

const READ = ['Tenant.Read.All', 'Tenant.ReadWrite.All'];
const MOST_WORKSPACES = 100;

/** Scans of workspaces for administrators: started, followed, and read. */
export const scanOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/admin/workspaces/getInfo',
    scopes: READ,
    audience: 'admin',
    handle: async (call) => {
      const { context, state } = call;
      const workspaceIds = idsIn(await readJson(context));
      const job = state.scans.start({ workspaceIds });
      const { origin } = new URL(context.req.url);
      context.header('location', `${origin}/v1.0/myorg/admin/workspaces/scanStatus/${job.id}`);
      return context.json(toJson(job), 202);
    },
  },
  {
    method: 'get',
    path: '/admin/workspaces/scanStatus/:scanId',
    scopes: READ,
    audience: 'admin',
    handle: (call) => call.context.json(toJson(scanOf(call))),
  },
  {
    method: 'get',
    path: '/admin/workspaces/scanResult/:scanId',
    scopes: READ,
    audience: 'admin',
    handle: (call) => {
      const job = scanOf(call);
      if (job.share() < 1) throw invalidRequest('The scan has not ended.', 'BadRequest');
      const wanted = new Set(job.content.workspaceIds);
      const workspaces = call.state.workspaces.all.filter(({ id }) => wanted.has(id));
      return call.context.json({
        workspaces: workspaces.map((workspace) => ({
          ...workspace.toAdminGroup(),
          reports: workspace.reports.map(({ id, name, datasetId }) => ({ id, name, datasetId })),
          datasets: workspace.datasets.map(({ id, name, configuredBy }) => ({ id, name, configuredBy })),
        })),
        datasourceInstances: [],
        misconfiguredDatasourceInstances: [],
      });
    },
  },
];

function scanOf({ state, param }: OperationCall): Job<Scan> {
  return state.scans.find(param('scanId'));
}

function idsIn({ workspaces }: Readonly<Record<string, unknown>>): readonly string[] {
  const ids: readonly unknown[] = Array.isArray(workspaces) ? workspaces : [];
  if (ids.length >= 1 && ids.length <= MOST_WORKSPACES && ids.every((id) => typeof id === 'string'))
    return ids.map((id) => String(id).toLowerCase());
  throw invalidRequest(`workspaces must be a list of 1 to ${MOST_WORKSPACES} ids.`, 'BadRequest');
}

/** That a scan under way is called Running is a guess. */
function toJson(job: Job<Scan>): Record<string, unknown> {
  const share = job.share();
  const status = share >= 1 ? 'Succeeded' : share < 0.2 ? 'NotStarted' : 'Running';
  return { id: job.id, createdDateTime: isoTime(job.startMs), status };
}
