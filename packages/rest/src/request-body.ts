import type { Readable } from 'node:stream';
import { type FileBody, readFirst, sizeOf } from './file-body.ts';
import { type MultipartBody, openMultipart } from './multipart.ts';

/** What a request sends. Files are opened anew each time it is sent: after a redirect, or at the next try. */
export type RequestBody = string | Uint8Array | FileBody | MultipartBody;

/** A body on its way out. */
interface OpenBody {
  readonly content: string | Uint8Array | Readable;
  /** In bytes; undefined when the content says so itself. */
  readonly length?: number;
}

/** @throws {WaybillError} ERR_FILE_UNREADABLE */
export async function openBody(body: RequestBody): Promise<OpenBody> {
  if (typeof body === 'string' || body instanceof Uint8Array) return { content: body };
  if (body.kind === 'multipart') return openMultipart(body);
  const length = await sizeOf(body);
  return { content: readFirst(body, length), length };
}
