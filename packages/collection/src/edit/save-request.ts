import { randomUUID } from 'node:crypto';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { WaybillError } from '@waybill/errors';
import { type CollectionText, editRequest } from './edit-request.ts';
import type { RequestEdit } from './request-edit.ts';

/**
 * Edits one request in its file, whole or not at all.
 *
 * @param loaded the file as it was when the person who edits it saw it
 * @throws {WaybillError} `ERR_FILE_UNWRITABLE` when the file says something else by now or can not be written, and
 *   what `editRequest` throws
 */
export async function saveRequest(
  loaded: CollectionText,
  requestKey: string,
  edits: readonly RequestEdit[],
): Promise<void> {
  const { file } = loaded;
  const current = await readFile(file, 'utf8').catch(() => undefined);
  if (current !== loaded.text) {
    throw new WaybillError('ERR_FILE_UNWRITABLE', `${file} changed on disk since it was loaded.`, {
      hint: 'Nothing was saved. Reload the files, look at what is there now, and edit again.',
    });
  }
  await replaceFile(file, editRequest(loaded, requestKey, edits));
}

async function replaceFile(file: string, text: string): Promise<void> {
  let temporary: string | undefined;
  try {
    // A link stays a link to the file that changes.
    const target = await realpath(file);
    const { mode } = await stat(target);
    // Only what ends in .yaml is taken for a part of the collection by who looks meanwhile.
    temporary = `${target}.${randomUUID()}.tmp`;
    await writeFile(temporary, text, { mode: mode & 0o777 });
    await rename(temporary, target);
  } catch (cause) {
    if (temporary !== undefined) await rm(temporary, { force: true });
    const hint = 'Check its permissions, and those of its folder.';
    throw new WaybillError('ERR_FILE_UNWRITABLE', `${file} cannot be written.`, { hint, cause });
  }
}
