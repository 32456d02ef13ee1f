import { isoTime } from '../iso-time.ts';
import type { Job } from '../jobs.ts';
import type { Operation, OperationCall } from '../operation.ts';
import { makePdf } from '../pdf.ts';
import type { ReportExport } from '../power-bi-state.ts';
import { coded, invalidRequest } from '../refusal.ts';
import type { Report } from '../report.ts';
import { readJson } from '../request-body.ts';
import type { Workspace } from '../workspaces.ts';

const READ = ['Report.Read.All', 'Report.ReadWrite.All'];
const REPORT = '/groups/:groupId/reports/:reportId';
/** The sandbox draws PDF only; the real service has more. */
const FORMATS: readonly ReportExport['format'][] = ['PDF'];
const DAY_MS = 24 * 3600 * 1000;

/** Exports of a report to a file: started, followed, and fetched. */
export const exportOperations: readonly Operation[] = [
  {
    method: 'post',
    path: `${REPORT}/ExportTo`,
    scopes: READ,
    audience: 'members',
    handle: async (call) => {
      const { context, state } = call;
      const [workspace, report] = reportOf(call);
      // Exports are for workspaces on a capacity. The code is a guess.
      if (workspace.capacityId === undefined) throw coded(403, 'FeatureNotAvailableError');
      const fault = state.faults.hit('export-fails', context.req.path);
      const { retryAfterSeconds } = fault ?? {};
      const failure = retryAfterSeconds === undefined ? ('permanent' as const) : { retryAfterSeconds };
      const content = { ...contentOf(report, await readJson(context)), ...(fault === undefined ? {} : { failure }) };
      return context.json(toJson(state.exports.start(content), call), 202);
    },
  },
  {
    method: 'get',
    path: `${REPORT}/exports/:exportId`,
    scopes: READ,
    audience: 'members',
    handle: (call) => {
      const job = exportOf(call);
      const body = toJson(job, call);
      const { failure } = job.content;
      // Failed with Retry-After means busy: to be started again, later. Without it there is no use.
      if (body.status === 'Failed' && typeof failure === 'object')
        call.context.header('retry-after', String(failure.retryAfterSeconds));
      return call.context.json(body, body.percentComplete === 100 ? 200 : 202);
    },
  },
  {
    method: 'get',
    path: `${REPORT}/exports/:exportId/file`,
    scopes: READ,
    audience: 'members',
    handle: (call) => {
      const job = exportOf(call);
      // The code is a guess.
      if (statusOf(job) !== 'Succeeded') throw coded(404, 'ExportNotFound');
      call.context.header('content-type', 'application/pdf');
      call.context.header('content-disposition', `attachment; filename="${job.id}.pdf"`);
      return call.context.body(makePdf(job.content.reportName, job.content.pages));
    },
  },
];

function reportOf({ state, caller, param }: OperationCall): [Workspace, Report] {
  const workspace = state.workspaces.open(param('groupId'), caller);
  return [workspace, workspace.report(param('reportId'))];
}

function exportOf(call: OperationCall): Job<ReportExport> {
  const [, report] = reportOf(call);
  return call.state.exports.find(call.param('exportId'), ({ reportId }) => reportId === report.id);
}

/** What is to be exported; without pages, all. */
function contentOf(report: Report, body: Readonly<Record<string, unknown>>): ReportExport {
  const format = FORMATS.find((each) => each === body.format);
  if (format === undefined) throw invalidRequest(`format must be one of ${FORMATS.join(', ')}.`, 'BadRequest');
  const { pages } = (body.powerBIReportConfiguration ?? {}) as { readonly pages?: unknown };
  const wanted = Array.isArray(pages) ? pages.map((page) => report.page(page?.pageName)) : report.pages;
  const known = wanted.filter((page) => page !== undefined);
  if (known.length === 0 || known.length < wanted.length) throw invalidRequest('There is no such page.', 'BadRequest');
  return { reportId: report.id, reportName: report.name, format, pages: known };
}

function statusOf(job: Job<ReportExport>): 'NotStarted' | 'Running' | 'Succeeded' | 'Failed' {
  const share = job.share();
  if (share >= 1) return job.content.failure === undefined ? 'Succeeded' : 'Failed';
  return share < 0.2 ? 'NotStarted' : 'Running';
}

function toJson(job: Job<ReportExport>, { context, param }: OperationCall): Record<string, unknown> {
  const { reportId, reportName, format } = job.content;
  const status = statusOf(job);
  const hasEnded = status === 'Succeeded' || status === 'Failed';
  const address = `${new URL(context.req.url).origin}/v1.0/myorg/groups/${param('groupId')}/reports/${reportId}`;
  return {
    id: job.id,
    createdDateTime: isoTime(job.startMs),
    lastActionDateTime: isoTime(hasEnded ? job.endMs : Date.now()),
    reportId,
    reportName,
    status,
    percentComplete: hasEnded ? 100 : Math.floor(job.share() * 100),
    ...(status === 'Succeeded'
      ? {
          resourceLocation: `${address}/exports/${job.id}/file`,
          resourceFileExtension: `.${format.toLowerCase()}`,
          expirationTime: isoTime(job.endMs + DAY_MS),
        }
      : {}),
  };
}
