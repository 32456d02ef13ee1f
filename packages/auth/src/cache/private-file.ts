import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WaybillError } from '@waybill/errors';
import { hasCode, unreadable, unsafe, unwritable } from './file-errors.ts';
import { assertOwned, assertRegular, hasBits, lstatIfPresent, modeOf, NO_FOLLOW, OTHERS } from './ownership.ts';
import { findPrivateFolder } from './private-folder.ts';

const FILE_MODE = 0o600;
/** A pipe in the place of the file must not make us wait for its writer. */
const NO_BLOCK = constants.O_NONBLOCK ?? 0;
/** No cache grows this large; a file that did is not ours, and need not fit into memory. */
const MAX_BYTES = 16 * 1024 * 1024;

/** What was in a file, and a mark that changes whenever somebody replaces it. */
export interface PrivateFile {
  /** `undefined` when the file is far larger than any cache. */
  readonly text: string | undefined;
  readonly mark: string;
}

/** The mark of a file without reading it; `undefined` if there is none. */
export async function markOf(path: string): Promise<string | undefined> {
  const stats = await lstatIfPresent(path);
  return stats === undefined ? undefined : mark(stats);
}

/**
 * Reads a file that only this user can read; `undefined` if there is none.
 *
 * @throws {WaybillError} ERR_CACHE_UNSAFE, ERR_FILE_UNREADABLE
 */
export async function readPrivateFile(path: string): Promise<PrivateFile | undefined> {
  const entry = await lstatIfPresent(path);
  if (entry === undefined || !(await findPrivateFolder(dirname(path)))) return undefined;
  assertRegular(path, entry);
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | NO_FOLLOW | NO_BLOCK);
    // The name may mean another file by now; what counts is the one that was opened.
    const stats = await handle.stat();
    assertRegular(path, stats);
    assertOwned(path, stats);
    if (hasBits(stats, OTHERS)) {
      throw unsafe(path, `is open to other users (mode ${modeOf(stats)})`, `Run: chmod 600 "${path}"`);
    }
    const text = stats.size > MAX_BYTES ? undefined : await handle.readFile('utf8');
    return { text, mark: mark(stats) };
  } catch (cause) {
    if (cause instanceof WaybillError) throw cause;
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw unreadable(path, cause);
  } finally {
    await handle?.close();
  }
}

/**
 * Puts a file in the place of another in one step: whoever reads or crashes sees the old one or the new one.
 * `beforeReplace` may still stop it.
 *
 * @returns the mark of the new file
 * @throws {WaybillError} ERR_FILE_UNWRITABLE
 */
export async function replacePrivateFile(
  path: string,
  text: string,
  beforeReplace: () => Promise<void>,
): Promise<string> {
  const temporary = `${path}.tmp-${randomBytes(6).toString('hex')}`;
  try {
    const newMark = await writeDurably(temporary, text);
    await beforeReplace();
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return newMark;
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw cause instanceof WaybillError ? cause : unwritable(path, cause);
  }
}

async function writeDurably(path: string, text: string): Promise<string> {
  const handle = await open(path, 'wx', FILE_MODE);
  try {
    // An odd umask must not take away our own access.
    await handle.chmod(FILE_MODE);
    await handle.writeFile(text);
    await handle.sync();
    return mark(await handle.stat());
  } finally {
    await handle.close();
  }
}

/** A rename is on the disk only when its folder is. Windows and some network drives cannot do this. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** Every write makes a new inode, so that two writes within a tick of the clock differ too. */
function mark(stats: Stats): string {
  return `${stats.ino}-${stats.mtimeMs}-${stats.size}`;
}
