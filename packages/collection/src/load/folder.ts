import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { LocatedError } from '@waybill/errors';
import { type CollectionFile, loadCollectionFile } from './file.ts';
import type { Inherited } from './inheritance.ts';

/** The stem of the file that speaks for its folder. */
export const FOLDER_FILE = 'collection';
export const ENVIRONMENTS = 'environments';
/** Holds what responses were, beside the collection files that expect it. */
export const SNAPSHOTS = '__snapshots__';

const EXTENSIONS: readonly string[] = ['.yaml', '.yml'];

export function isYamlFile(path: string): boolean {
  return EXTENSIONS.includes(extname(path).toLowerCase());
}

export function stemOf(path: string): string {
  return basename(path, extname(path));
}

/** A folder with what it says about itself. */
export interface CollectionFolder {
  readonly name: string;
  readonly description: string | undefined;
  /** Its own file first, then files and subfolders by name. */
  readonly files: readonly CollectionFile[];
}

/** Reads all files of a folder and its subfolders. */
export async function loadFolder(
  path: string,
  name: string,
  prefix: string,
  parent: Inherited,
): Promise<CollectionFolder> {
  const entries = (await readdir(path, { withFileTypes: true })).filter(isPartOfCollection).sort(byName);
  const ownEntry = entries.find(isFolderFile);
  const ownOptions = { name, prefix: `${prefix}${FOLDER_FILE}/`, parent, role: 'folder' } as const;
  const own = ownEntry && (await loadCollectionFile(join(path, ownEntry.name), ownOptions));
  const inherited = own?.inherited ?? { ...parent, trail: [...parent.trail, name] };
  const rest = entries.filter((entry) => !isFolderFile(entry));
  const loaded = await Promise.all(rest.map((entry) => loadEntry(entry, join(path, entry.name), prefix, inherited)));
  const files = [...(own === undefined ? [] : [own]), ...loaded.flat()];
  reportTwins(entries, path, files);
  return { name: own?.name ?? name, description: own?.description, files };
}

async function loadEntry(
  entry: Dirent,
  path: string,
  prefix: string,
  parent: Inherited,
): Promise<readonly CollectionFile[]> {
  const stem = stemOf(entry.name);
  if (!entry.isDirectory()) {
    return [await loadCollectionFile(path, { name: stem, prefix: `${prefix}${stem}/`, parent, role: 'file' })];
  }
  return (await loadFolder(path, entry.name, `${prefix}${entry.name}/`, parent)).files;
}

function isPartOfCollection(entry: Dirent): boolean {
  if (entry.name.startsWith('.')) return false;
  // Links to folders are not followed: they may lead in a circle.
  return entry.isDirectory() ? ![ENVIRONMENTS, SNAPSHOTS].includes(entry.name) : isYamlFile(entry.name);
}

function isFolderFile(entry: Dirent): boolean {
  return !entry.isDirectory() && stemOf(entry.name) === FOLDER_FILE;
}

/** By code units, the same on every machine; without the extension, so that `a` comes before `a-b`. */
function byName(a: Dirent, b: Dirent): number {
  const [left, right] = [stemOf(a.name), stemOf(b.name)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `a.yaml` beside `a.yml`: their requests would have the same ids. */
function reportTwins(entries: readonly Dirent[], folder: string, files: readonly CollectionFile[]): void {
  const seen = new Map<string, string>();
  for (const { name } of entries.filter((entry) => !entry.isDirectory())) {
    const twin = seen.get(stemOf(name));
    seen.set(stemOf(name), name);
    if (twin === undefined) continue;
    const location = { file: join(folder, name), line: 1, column: 1 };
    const message = `\`${twin}\` and \`${name}\` stand for the same part of the collection.`;
    const problem = new LocatedError('ERR_SCHEMA', message, location, { hint: 'Rename or remove one of them.' });
    // Of two files for the folder only the first was read.
    files.find(({ path }) => path === join(folder, name) || path === join(folder, twin))?.problems.push(problem);
  }
}
