import { constants } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { unwritable } from './file-errors.ts';
import { isOwned, lstatIfPresent, NO_FOLLOW } from './ownership.ts';

/** How the names of the files beside a cache go on after its own. */
export type Leftover = 'tmp-' | 'corrupt-' | 'lock.break';

/** The files of these kinds beside a cache. */
export async function leftoversOf(path: string, kinds: readonly Leftover[]): Promise<string[]> {
  const prefixes = kinds.map((kind) => `${basename(path)}.${kind}`);
  const names = await readdir(dirname(path));
  return names
    .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
    .map((name) => join(dirname(path), name));
}

/** Gives a file that cannot be used a name that tells when, and returns the name. */
export async function moveAside(path: string): Promise<string> {
  const aside = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
  try {
    await rename(path, aside);
  } catch (cause) {
    throw unwritable(path, cause);
  }
  return aside;
}

/** Overwrites a file and deletes it. A link is only deleted: what it points to is not ours. */
export async function wipeFile(path: string): Promise<void> {
  const stats = await lstatIfPresent(path);
  if (stats === undefined) return;
  try {
    if (stats.isFile() && stats.nlink === 1 && isOwned(stats)) await overwrite(path);
    await rm(path, { force: true });
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

async function overwrite(path: string): Promise<void> {
  const handle = await open(path, constants.O_WRONLY | NO_FOLLOW);
  try {
    const { size } = await handle.stat();
    const chunk = Buffer.alloc(64 * 1024);
    for (let position = 0; position < size; position += chunk.length) {
      await handle.write(chunk, 0, Math.min(chunk.length, size - position), position);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
