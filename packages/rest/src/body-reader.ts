import type { Readable } from 'node:stream';
import { WaybillError } from '@waybill/errors';
import { ResponseBody } from './response-body.ts';

/** A response whose headers are there and whose body is on its way. */
export interface IncomingBody {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Closes its connection when it is destroyed. */
  readonly stream: Readable;
  /** Who sends it, for messages. */
  readonly host: string;
  /** As much as may be held in memory. */
  readonly maxBytes: number;
}

/** Takes in the body of one response. */
export type BodyReader = (incoming: IncomingBody) => Promise<ResponseBody>;

/**
 * Reads a body into memory.
 *
 * @throws {WaybillError} ERR_BODY_TOO_LARGE
 */
export const readIntoMemory: BodyReader = async (incoming) => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming.stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    assertSize(length, incoming);
    chunks.push(chunk);
  }
  const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  return new ResponseBody(bytes, incoming.headers['content-type']);
};

/** @throws {WaybillError} ERR_BODY_TOO_LARGE */
export function assertSize(length: number, { host, maxBytes }: IncomingBody): void {
  if (length <= maxBytes) return;
  throw new WaybillError('ERR_BODY_TOO_LARGE', `${host} sent more than ${maxBytes} bytes.`, {
    hint: 'Ask for less, with $top or a filter, or save the body to a file: `download: name`.',
  });
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
