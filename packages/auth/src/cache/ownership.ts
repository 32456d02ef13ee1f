import { constants, type Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { hasCode, unreadable, unsafe } from './file-errors.ts';

/** Bits that let somebody else read or change a file. */
export const OTHERS = 0o077;
export const OTHERS_WRITE = 0o022;
/** Makes opening a symbolic link fail. Windows has no such flag; there a check before the open has to do. */
export const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** What a name stands for, without following it; `undefined` if nothing. */
export async function lstatIfPresent(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw unreadable(path, cause);
  }
}

/** @throws {WaybillError} ERR_CACHE_UNSAFE for a link, a folder, a pipe or a device */
export function assertRegular(path: string, stats: Stats): void {
  if (stats.isSymbolicLink()) throw unsafe(path, 'is a symbolic link', 'Delete the link; nothing was read or written.');
  if (!stats.isFile()) throw unsafe(path, 'is not a regular file', 'Delete it or choose another path for the cache.');
}

/** @throws {WaybillError} ERR_CACHE_UNSAFE */
export function assertOwned(path: string, stats: Stats): void {
  if (isOwned(stats)) return;
  throw unsafe(path, 'belongs to another user', 'Run as the user who owns it, without sudo, or choose another path.');
}

/** Whether it belongs to the user this process runs as. */
export function isOwned(stats: Stats): boolean {
  const user = process.geteuid?.();
  return user === undefined || stats.uid === user;
}

/** Whether any of these mode bits is set. */
export function hasBits(stats: Stats, bits: number): boolean {
  // Windows protects the profile folder by ACLs; the mode bits Node shows there are made up.
  return process.platform !== 'win32' && (stats.mode & bits) !== 0;
}

/** The mode as `chmod` writes it. */
export function modeOf(stats: Stats): string {
  return (stats.mode & 0o777).toString(8);
}
