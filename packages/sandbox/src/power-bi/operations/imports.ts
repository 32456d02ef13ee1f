import type { Context } from 'hono';
import type { AccessRight } from '../../seed.ts';
import type { ImportedItems } from '../imports.ts';
import { isoTime } from '../iso-time.ts';
import type { Job } from '../jobs.ts';
import type { Operation } from '../operation.ts';
import { invalidRequest } from '../refusal.ts';

const WRITERS: readonly AccessRight[] = ['Admin', 'Member', 'Contributor'];
const IMPORTS = '/groups/:groupId/imports';

/** Uploads of .pbix files. */
export const importOperations: readonly Operation[] = [
  {
    method: 'post',
    path: IMPORTS,
    scopes: ['Dataset.ReadWrite.All'],
    audience: 'members',
    handle: async ({ context, caller, state, param }) => {
      const workspace = state.workspaces.open(param('groupId'), caller, WRITERS);
      const displayName = context.req.query('datasetDisplayName');
      if (displayName === undefined) throw invalidRequest('datasetDisplayName is required.', 'BadRequest');
      await assertOneFile(context);
      const name = displayName.replace(/\.pbix$/i, '');
      const isTaken = workspace.datasets.some((dataset) => dataset.name === name);
      // Ignore, which is the default, makes another dataset of the same name.
      const isRefused = isTaken && context.req.query('nameConflict') === 'Abort';
      const fails = isRefused || state.faults.hit('import-fails', context.req.path) !== undefined;
      return context.json({ id: workspace.imports.start(name, caller.identifier, fails).id }, 202);
    },
  },
  {
    method: 'get',
    path: `${IMPORTS}/:importId`,
    scopes: ['Dataset.Read.All', 'Dataset.ReadWrite.All'],
    audience: 'members',
    handle: ({ context, caller, state, param }) => {
      const workspace = state.workspaces.open(param('groupId'), caller);
      return context.json(toJson(workspace.imports.find(param('importId')), workspace.id));
    },
  },
];

/** The body is multipart/form-data with one file in it, whatever its part is called. */
async function assertOneFile(context: Context): Promise<void> {
  const form = await context.req.formData().catch(() => undefined);
  const files = [...(form?.values() ?? [])].filter((part) => typeof part !== 'string');
  const [file, ...others] = files;
  if (file !== undefined && others.length === 0 && file.size > 0) return;
  throw invalidRequest(
    'The body must be multipart/form-data with one file in it.',
    'RequestedFileIsEncryptedOrCorrupted',
  );
}

function toJson(job: Job<ImportedItems>, workspaceId: string): Record<string, unknown> {
  const { name, dataset, report, fails } = job.content;
  const hasEnded = job.share() >= 1;
  const isThere = hasEnded && !fails;
  return {
    id: job.id,
    importState: isThere ? 'Succeeded' : hasEnded ? 'Failed' : 'Publishing',
    createdDateTime: isoTime(job.startMs),
    updatedDateTime: isoTime(hasEnded ? job.endMs : Date.now()),
    name,
    connectionType: 'import',
    source: 'Upload',
    datasets: isThere ? [{ id: dataset.id, name: dataset.name }] : [],
    reports: isThere ? [report.toJson(workspaceId)] : [],
  };
}
