import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { WaybillError } from '@waybill/errors';
import { type BodyReader, type IncomingBody, isSuccess, readIntoMemory } from './body-reader.ts';
import { ResponseBody } from './response-body.ts';

/** Only its owner may read what a service answered. */
const OWNER_ONLY = 0o600;

/**
 * Saves the body of a successful response to a file, whole or not at all, without ever holding it. Any other response is
 * read into memory, to be explained.
 *
 * @throws {WaybillError} ERR_FILE_UNWRITABLE
 */
export function saveTo(file: string): BodyReader {
  return async (incoming) => {
    if (!isSuccess(incoming.status)) return readIntoMemory(incoming);
    const temporary = join(dirname(file), `.waybill-${randomUUID()}.part`);
    try {
      const handle = await writing(file, async () => {
        await mkdir(dirname(file), { recursive: true });
        return open(temporary, 'wx', OWNER_ONLY);
      });
      const size = await copy(incoming, handle, file).finally(() => handle.close());
      await writing(file, () => rename(temporary, file));
      return ResponseBody.saved(file, size, incoming.headers['content-type']);
    } catch (error) {
      // Nobody reads on, so nobody else would hear that the stream was broken off.
      incoming.stream.once('error', () => undefined).destroy();
      // What stopped the download is what to tell, not what stops the cleaning.
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  };
}

async function copy({ stream }: IncomingBody, handle: FileHandle, file: string): Promise<number> {
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    await writing(file, () => handle.writeFile(chunk));
  }
  return size;
}

/** Tells a disk that is full from a network that is down. */
async function writing<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    const hint = 'Check the path, its permissions and the space that is left.';
    throw new WaybillError('ERR_FILE_UNWRITABLE', `The download can not be written to ${file}.`, { hint, cause });
  }
}
