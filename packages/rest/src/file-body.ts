import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { WaybillError } from '@waybill/errors';

/** A file that is sent as it is on the disk, read while it is sent. */
export interface FileBody {
  readonly kind: 'file';
  /** Absolute. */
  readonly path: string;
  /** In bytes, when the request was made; what is sent is measured anew. */
  readonly size: number;
}

/** @throws {WaybillError} ERR_FILE_UNREADABLE */
export async function sizeOf({ path }: FileBody): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    const hint = 'It was there when the request was made; something else moved or removed it.';
    throw new WaybillError('ERR_FILE_UNREADABLE', `The file ${path} can not be read.`, { hint, cause });
  }
}

/** So much of a file as was announced, although it may grow while it is sent. */
export function readFirst({ path }: FileBody, length: number): Readable {
  return createReadStream(path, { end: Math.max(0, length - 1) });
}
