import { access } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type LocatedError, WaybillError } from '@waybill/errors';
import type { Collection } from '../model.ts';
import { type CollectionFile, loadCollectionFile } from './file.ts';
import { ENVIRONMENTS, FOLDER_FILE, isYamlFile, loadFolder, stemOf } from './folder.ts';
import { type Inherited, NOTHING_INHERITED } from './inheritance.ts';
import { resolveNeeds } from './needs-graph.ts';
import { inFileOrder } from './order.ts';
import { statPath, unreadable } from './paths.ts';

export interface LoadedCollection {
  readonly collection: Collection;
  /** Everything wrong, in file order. Files with problems contribute no requests. */
  readonly problems: readonly LocatedError[];
}

/**
 * Loads a collection from a `.yaml` or `.yml` file, or from a folder of them. What stands in a `collection.yaml` of
 * the folders above is inherited, whichever way the run was started.
 *
 * @throws {WaybillError} `ERR_FILE_NOT_FOUND`, `ERR_FILE_UNREADABLE` when the path itself can not be used
 */
export async function loadCollection(path: string): Promise<LoadedCollection> {
  const stats = await statPath(path);
  const folder = stats.isDirectory() ? path : dirname(path);
  // A folder's own file inherits from the folders above, as the folder does.
  const standsForFolder = stats.isDirectory() || isFolderFile(path);
  const above = await loadAbove(standsForFolder ? join(folder, '..') : folder);
  const parent = { ...above.inherited, trail: [], folder: above.folders.at(-1) ?? folder };
  const { name, description, files } = stats.isDirectory()
    ? await loadWhole(path, parent)
    : await loadSingle(path, parent);
  const requests = resolveNeeds(files);
  return {
    collection: {
      name,
      ...(description === undefined ? {} : { description }),
      path,
      root: above.folders.at(-1) ?? folder,
      folder: await folderWithEnvironments([folder, ...above.folders]),
      requests,
    },
    problems: [...above.problems, ...files.flatMap(({ problems }) => inFileOrder(problems))],
  };
}

interface Loaded {
  readonly name: string;
  readonly description: string | undefined;
  readonly files: readonly CollectionFile[];
}

async function loadSingle(path: string, parent: Inherited): Promise<Loaded> {
  const role = isFolderFile(path) ? 'folder' : 'file';
  const file = await loadCollectionFile(path, { name: stemOf(path), prefix: '', parent, role });
  return { name: file.name, description: file.description, files: [file] };
}

async function loadWhole(path: string, parent: Inherited): Promise<Loaded> {
  const folder = await loadFolder(path, basename(resolve(path)), '', parent).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (folder.files.length > 0) return folder;
  throw new WaybillError('ERR_FILE_NOT_FOUND', `The folder \`${path}\` holds no collection files.`, {
    hint: 'Collections end in .yaml or .yml.',
  });
}

interface Above {
  readonly inherited: Inherited;
  readonly problems: readonly LocatedError[];
  readonly folders: readonly string[];
}

/** Reads the `collection.yaml` files of a folder and of those above it, as far as the repository goes. */
async function loadAbove(folder: string): Promise<Above> {
  let inherited = NOTHING_INHERITED;
  const problems: LocatedError[] = [];
  const folders: string[] = [];
  for (const { path, folder: owner } of (await findFolderFiles(folder)).reverse()) {
    const options = { name: basename(resolve(owner)), prefix: '', parent: inherited, role: 'folder' } as const;
    const file = await loadCollectionFile(path, options);
    inherited = file.inherited;
    problems.push(...inFileOrder(file.problems));
    folders.unshift(owner);
  }
  return { inherited, problems, folders };
}

/** Nearest first. */
async function findFolderFiles(start: string): Promise<{ path: string; folder: string }[]> {
  const found: { path: string; folder: string }[] = [];
  for (let folder = start; ; folder = join(folder, '..')) {
    const path = await firstExisting([join(folder, `${FOLDER_FILE}.yaml`), join(folder, `${FOLDER_FILE}.yml`)]);
    if (path !== undefined) found.push({ path, folder });
    const isTop = resolve(folder, '..') === resolve(folder);
    if (isTop || (await firstExisting([join(folder, '.git')])) !== undefined) return found;
  }
}

function isFolderFile(path: string): boolean {
  return isYamlFile(path) && stemOf(path) === FOLDER_FILE;
}

/** The nearest folder that holds environments. */
async function folderWithEnvironments(folders: readonly string[]): Promise<string> {
  const found = await firstExisting(folders.map((folder) => join(folder, ENVIRONMENTS)));
  return found === undefined ? (folders[0] ?? '.') : dirname(found);
}

async function firstExisting(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) return path;
  }
  return undefined;
}
