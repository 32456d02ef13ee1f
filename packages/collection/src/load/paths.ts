import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { WaybillError } from '@waybill/errors';
import { closest } from '../suggest.ts';

/** Why a file system call failed, such as `ENOENT`. */
function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether nothing is at a path; a file where a folder was expected counts, too. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemCode(error));
}

/**
 * What is at a path.
 *
 * @throws {WaybillError} `ERR_FILE_NOT_FOUND`, `ERR_FILE_UNREADABLE`
 */
export async function statPath(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (cause) {
    if (!isMissing(cause)) throw unreadable(path, cause);
    const near = await nearNames(path);
    const hint =
      near.length === 0 ? `Check the path; the working folder is ${process.cwd()}.` : `There is ${near.join(', ')}.`;
    throw new WaybillError('ERR_FILE_NOT_FOUND', `There is no file or folder \`${path}\`.`, { hint, cause });
  }
}

/** The error for a path that exists but can not be read. */
export function unreadable(path: string, cause: unknown): WaybillError {
  const code = systemCode(cause);
  const message = `\`${path}\` can not be read${code === '' ? '' : ` (${code})`}.`;
  return new WaybillError('ERR_FILE_UNREADABLE', message, { hint: 'Check its permissions.', cause });
}

const LISTED = 8;

/** What its folder holds: the closest name, or else a few. */
async function nearNames(path: string): Promise<string[]> {
  try {
    const names = (await readdir(dirname(path))).filter((name) => !name.startsWith('.')).sort();
    const near = closest(basename(path), names);
    return near === undefined ? names.slice(0, LISTED) : [near];
  } catch {
    return [];
  }
}
