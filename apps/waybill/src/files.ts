import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { WaybillError } from '@waybill/errors';

/** Only its owner may read what a service answered. */
export const OWNER_ONLY = 0o600;

/**
 * Writes a file whole or not at all, since half a report must never be read, and returns where it is.
 *
 * @param mode permissions of the new file
 * @throws {WaybillError} ERR_FILE_UNWRITABLE
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array, mode?: number): Promise<string> {
  const target = resolve(path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(temporary, content, { mode, flag: 'wx' });
    await rename(temporary, target);
    return target;
  } catch (cause) {
    // What stopped the writing is what to tell, not what stops the cleaning.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new WaybillError('ERR_FILE_UNWRITABLE', `${target} cannot be written.`, {
      hint: 'Check the path and its permissions.',
      cause,
    });
  }
}
