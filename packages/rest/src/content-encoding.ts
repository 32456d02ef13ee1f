import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { WaybillError } from '@waybill/errors';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** The encodings of bodies that are asked for. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br, zstd';

/** No server encodes a body this often (RFC 9110 section 8.4); each time costs memory. */
const MOST_ENCODINGS = 4;

type Headers = Readonly<Record<string, string>>;

/**
 * A body as it was before it was encoded; how much comes out is for the reader to limit. Destroying it closes the
 * connection. A body in an encoding that nobody knows stays as it came.
 */
export function decodedBody(body: Readable, method: string, status: number, headers: Headers): Readable {
  // Nothing was encoded where there is no body, whatever the header says.
  const isEmpty = method === 'HEAD' || status === 204 || status === 304 || headers['content-length'] === '0';
  if (isEmpty) return body;
  const names = (headers['content-encoding'] ?? '').toLowerCase().split(',');
  const encodings = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
  const isKnown = encodings.length <= MOST_ENCODINGS && encodings.every((name) => Object.hasOwn(DECODERS, name));
  if (encodings.length === 0 || !isKnown) return body;
  // What was applied last comes off first.
  const decoders = encodings.reverse().map((name) => (DECODERS[name] as () => Transform)());
  // Who reads the end of the line hears of every failure.
  return pipeline([body, ...decoders], () => undefined) as unknown as Readable;
}

/** What to say when a body is not what its `Content-Encoding` says; undefined for any other error. */
export function decodingError(cause: unknown, host: string): WaybillError | undefined {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!/^(Z|ZSTD|ERR_)_/.test(code)) return undefined;
  return new WaybillError(
    'ERR_BODY_NOT_DECODED',
    `${host} sent a body that is not what its Content-Encoding says (${code}).`,
    {
      hint: 'Look at the proxies in between, or ask for the body as it is: `accept-encoding: identity`.',
      cause,
    },
  );
}
