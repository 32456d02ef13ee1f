import { randomUUID } from 'node:crypto';
import { access, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WaybillError } from '@waybill/errors';

/** Only its owner may read what a service answered. */
const OWNER_ONLY = 0o600;

/** Writes a body whole or not at all; returns where it is. */
export async function saveBody(file: string, content: string | Uint8Array): Promise<string> {
  const target = resolve(file);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content, { mode: OWNER_ONLY, flag: 'wx' });
    await rename(temporary, target);
    return target;
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new WaybillError('ERR_FILE_UNWRITABLE', `${target} cannot be written.`, {
      hint: 'Check the path and its permissions.',
      cause,
    });
  }
}

/** Whether saving would replace something. */
export async function isThere(file: string): Promise<boolean> {
  return access(resolve(file)).then(
    () => true,
    () => false,
  );
}

/** A file name for the response to a request. */
export function nameForBody(requestId: string, contentType = ''): string {
  const extension = /json/i.test(contentType) ? 'json' : /html/i.test(contentType) ? 'html' : 'txt';
  const name = requestId.replace(/[^\w.-]+/g, '-').replace(/^[-.]+/, '');
  return `${name === '' ? 'response' : name}.${extension}`;
}
