import { Readable } from 'node:stream';
import { type FileBody, readFirst, sizeOf } from './file-body.ts';

/** Fields and files, as `multipart/form-data` has them (RFC 7578). */
export interface MultipartBody {
  readonly kind: 'multipart';
  /** Stands between the parts and must be in none of them. */
  readonly boundary: string;
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly file: FileBody;
      readonly filename: string;
      /** A media type; it must hold no line break. */
      readonly type: string;
    };

const END_OF_LINE = Buffer.from('\r\n');

/**
 * Opens a body that is made of parts.
 *
 * @returns what to send, and its length in bytes
 * @throws {WaybillError} ERR_FILE_UNREADABLE
 */
export async function openMultipart({
  boundary,
  parts,
}: MultipartBody): Promise<{ content: Readable; length: number }> {
  const pieces: Piece[] = [];
  for (const part of parts) {
    pieces.push(Buffer.from(headOf(part, boundary)));
    pieces.push('file' in part ? { file: part.file, length: await sizeOf(part.file) } : Buffer.from(part.value));
    pieces.push(END_OF_LINE);
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return { content: Readable.from(contentOf(pieces), { objectMode: false }), length };
}

/** What is sent one after the other: bytes, or so much of a file. */
type Piece = Buffer | { readonly file: FileBody; readonly length: number };

async function* contentOf(pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) yield piece;
    else if (piece.length > 0) yield* readFirst(piece.file, piece.length);
  }
}

function headOf(part: Part, boundary: string): string {
  const start = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(part.name)}"`;
  if (!('file' in part)) return `${start}\r\n\r\n`;
  return `${start}; filename="${quoted(part.filename)}"\r\nContent-Type: ${part.type}\r\n\r\n`;
}

/** Escapes what would end the quoted text, as browsers do (WHATWG HTML, multipart/form-data encoding algorithm). */
function quoted(name: string): string {
  return name.replace(
    /["\r\n]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
