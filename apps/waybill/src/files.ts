import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { WaybillError } from '@waybill/errors';

/** Writes a file whole or not at all: a report that is read while it is written must not be half a report. */
export async function writeFileAtomically(path: string, content: string): Promise<void> {
  const target = resolve(path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new WaybillError('ERR_FILE_UNWRITABLE', `${target} cannot be written.`, {
      hint: 'Check the path and its permissions.',
      cause,
    });
  }
}
