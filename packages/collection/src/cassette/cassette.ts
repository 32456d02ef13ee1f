import type { SourceLocation } from '@waybill/errors';
import type { CassetteDocument } from '../schema/cassette-schema.ts';

/** One request and what came of it, redacted: a response, or the error of the wire. */
export type RecordedExchange = CassetteDocument['exchanges'][number];

export type RecordedRequest = RecordedExchange['request'];

export type RecordedResponse = NonNullable<RecordedExchange['response']>;

export type RecordedError = NonNullable<RecordedExchange['error']>;

/** A body: `json` and `text` as they are to be read, other bytes as `base64`, or why it was left out. */
export type RecordedBody = Pick<RecordedRequest, 'json' | 'text' | 'base64' | 'omitted'>;

/** A cassette file, read. */
export interface Cassette {
  readonly file: string;
  readonly exchanges: readonly (RecordedExchange & { readonly location: SourceLocation })[];
}
