import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LocatedError } from '@waybill/errors';
import { stringify } from 'yaml';
import { SNAPSHOTS, stemOf } from '../load/folder.ts';
import { isMissing, unreadable } from '../load/paths.ts';
import type { Json } from '../model.ts';
import { parseYaml } from '../yaml/parse.ts';
import { isMapping } from '../yaml/place.ts';

/** Where the snapshots of the requests of a collection file are: `__snapshots__/smoke.yaml` for `smoke.yaml`. */
export function snapshotFileOf(collectionFile: string): string {
  return join(dirname(collectionFile), SNAPSHOTS, `${stemOf(collectionFile)}.yaml`);
}

/**
 * Reads a file of snapshots, by request key. A file that is not there has none.
 *
 * @throws {LocatedError} the first mistake in it
 * @throws {WaybillError} `ERR_FILE_UNREADABLE`
 */
export async function loadSnapshots(path: string): Promise<ReadonlyMap<string, Json>> {
  const text = await readText(path);
  return text === undefined ? new Map() : parseSnapshots(path, text);
}

/** @throws {LocatedError} the first mistake */
export function parseSnapshots(file: string, text: string): ReadonlyMap<string, Json> {
  const { source, problems } = parseYaml(file, text);
  const [problem] = problems;
  const value = source?.value;
  if (problem !== undefined) throw brokenAt(problem);
  if (!isMapping(value)) {
    const error = new LocatedError('ERR_SCHEMA', 'The file of snapshots must be a mapping.', {
      file,
      line: 1,
      column: 1,
    });
    throw brokenAt(error);
  }
  return new Map(Object.entries(value));
}

/** What is wrong with it, and that nobody has to mend it by hand. */
function brokenAt({ code, message, location, hint, cause }: LocatedError): LocatedError {
  const way = 'Restore the file, or delete it and store the snapshots anew with `waybill run --update`.';
  return new LocatedError(code, message, location, { hint: hint === undefined ? way : `${hint} ${way}`, cause });
}

const HEAD =
  '# Stored by `waybill run --update`; <guid 1> and <date-time> stand for what differs each time, *** for what is secret.\n';

/** The text of a file of snapshots, always the same for the same ones. YAML takes no integers beyond the safe ones. */
export function writtenSnapshots(snapshots: ReadonlyMap<string, Json>): string {
  const sorted = [...snapshots].sort(([left], [right]) => (left < right ? -1 : 1));
  return HEAD + stringify(Object.fromEntries(sorted), { lineWidth: 0, aliasDuplicateObjects: false });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw unreadable(path, cause);
  }
}
