import { mkdir } from 'node:fs/promises';
import { unsafe, unwritable } from './file-errors.ts';
import { assertOwned, hasBits, lstatIfPresent, modeOf, OTHERS_WRITE } from './ownership.ts';

const FOLDER_MODE = 0o700;

/**
 * Makes the folder of a cache, for this user alone, or makes sure that it is one.
 *
 * @throws {WaybillError} ERR_CACHE_UNSAFE, ERR_FILE_UNWRITABLE
 */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  } catch (cause) {
    throw unwritable(folder, cause);
  }
  await findPrivateFolder(folder);
}

/**
 * Whether the folder is there; one that somebody else could put files into is refused.
 *
 * @throws {WaybillError} ERR_CACHE_UNSAFE
 */
export async function findPrivateFolder(folder: string): Promise<boolean> {
  const stats = await lstatIfPresent(folder);
  if (stats === undefined) return false;
  if (stats.isSymbolicLink()) throw unsafe(folder, 'is a symbolic link', 'Keep the cache in a real folder.');
  if (!stats.isDirectory()) throw unsafe(folder, 'is not a folder', 'Keep the cache in a folder of its own.');
  assertOwned(folder, stats);
  if (hasBits(stats, OTHERS_WRITE)) {
    throw unsafe(folder, `can be changed by other users (mode ${modeOf(stats)})`, `Run: chmod 700 "${folder}"`);
  }
  return true;
}
