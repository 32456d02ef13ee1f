import type { RequestBody, ResponseBody } from '@waybill/rest';
import { sentBodyText } from '../report/show-sent-body.ts';

/** More of one body than this is left out: a cassette is there to be read and reviewed. */
export const LARGEST_BODY = 4 * 1024 * 1024;

/** A body until it is written down, or how large it was. */
export type KeptBody = Uint8Array | { readonly tooLarge: number };

/** Files, alone or in a form, are kept by name and size. */
export function keptRequestBody(body: RequestBody | undefined): KeptBody {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(sentBodyText(body));
  return bytes.length > LARGEST_BODY ? { tooLarge: bytes.length } : bytes;
}

export function keptResponseBody(body: ResponseBody): KeptBody {
  return body.size > LARGEST_BODY ? { tooLarge: body.size } : body.bytes;
}

export function keptSize(body: KeptBody): number {
  return body instanceof Uint8Array ? body.length : 0;
}
