import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** What of the command line names files. */
export interface WatchedInputs {
  readonly collections: readonly string[];
  readonly env?: string;
  readonly data?: string;
  readonly reporter?: readonly string[];
  readonly record?: string;
  readonly update?: boolean;
}

/** A collection that lies beside a whole project must not use up the watches of the system. */
const MOST_FOLDERS = 200;

/** The folders of the collections, their environments, data and snapshots. */
export async function foldersToWatch({ collections, env, data }: WatchedInputs): Promise<ReadonlySet<string>> {
  const folders = new Set<string>();
  for (const path of collections) await addFolders(await homeOf(path), folders);
  // An environment may be a file elsewhere.
  for (const path of [env, data]) if (path?.includes('.')) folders.add(dirname(resolve(path)));
  return folders;
}

/** What the run writes itself, as absolute paths: it must not start another. */
export function filesWrittenBy({ reporter = [], record }: WatchedInputs): ReadonlySet<string> {
  const reports = reporter.flatMap((name) => /^[a-z]+=(.+)$/.exec(name)?.[1] ?? []);
  return new Set([...reports, ...(record === undefined ? [] : [record])].map((path) => resolve(path)));
}

async function homeOf(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? resolve(path) : dirname(resolve(path));
}

async function addFolders(folder: string, folders: Set<string>): Promise<void> {
  if (folders.size >= MOST_FOLDERS) return;
  folders.add(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
      await addFolders(join(folder, entry.name), folders);
  }
}
