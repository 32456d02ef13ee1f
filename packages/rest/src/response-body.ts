import { readFileSync } from 'node:fs';
import { WaybillError } from '@waybill/errors';

/** What a saved body may hold for its values still to be looked at. */
const MOST_READ_BACK_BYTES = 16 * 1024 * 1024;

/** A response body. It is read, decoded and parsed at most once, and only if somebody asks. */
export class ResponseBody {
  /** Where the body was saved to; only then it is not in memory. */
  readonly file: string | undefined;
  readonly #contentType: string;
  readonly #read: () => Buffer;
  #bytes: Buffer | undefined;
  #size: number | undefined;
  #text: string | undefined;
  #json: { readonly value: unknown } | undefined;

  constructor(
    bytes: Buffer | (() => Buffer),
    contentType = '',
    saved?: { readonly file: string; readonly size: number },
  ) {
    this.#read = typeof bytes === 'function' ? bytes : () => bytes;
    this.#contentType = contentType;
    this.file = saved?.file;
    this.#size = saved?.size;
  }

  /** A body that nobody sent, such as the pages of a list as one. */
  static ofJson(value: unknown): ResponseBody {
    const body = new ResponseBody(() => Buffer.from(JSON.stringify(value)), 'application/json');
    body.#json = { value };
    return body;
  }

  /** A body that was saved to a file. */
  static saved(file: string, size: number, contentType?: string): ResponseBody {
    return new ResponseBody(() => readBack(file, size), contentType, { file, size });
  }

  /** @throws {WaybillError} ERR_BODY_TOO_LARGE, ERR_FILE_UNREADABLE for a body that was saved to a file */
  get bytes(): Buffer {
    this.#bytes ??= this.#read();
    return this.#bytes;
  }

  /** In bytes. */
  get size(): number {
    this.#size ??= this.bytes.length;
    return this.#size;
  }

  /** @throws {WaybillError} as `bytes` does */
  text(): string {
    const text = this.#text ?? decodeText(this.bytes, charsetOf(this.#contentType));
    this.#text = text;
    return text;
  }

  /** @throws {WaybillError} ERR_BODY_NOT_JSON, which says what it is instead but never quotes it; what `bytes` throws */
  json(): unknown {
    this.#json ??= { value: this.#parse() };
    return this.#json.value;
  }

  #parse(): unknown {
    const text = this.text();
    try {
      return JSON.parse(text);
    } catch (cause) {
      const isHtml = /html/i.test(this.#contentType) || /^\s*</.test(text);
      const what = `${this.#contentType || 'no content-type'}, ${this.size} bytes`;
      const message = this.size === 0 ? 'The body is empty, not JSON.' : `The body is not JSON (${what}).`;
      throw new WaybillError('ERR_BODY_NOT_JSON', message, {
        hint: isHtml
          ? 'An HTML page usually comes from a proxy, a login page or a wrong URL.'
          : 'Check the URL, or compare the body as text instead of by JSONPath.',
        cause,
      });
    }
  }
}

function readBack(file: string, size: number): Buffer {
  if (size > MOST_READ_BACK_BYTES) {
    throw new WaybillError(
      'ERR_BODY_TOO_LARGE',
      `The body was saved (${size} bytes) and is too large to be read back.`,
      {
        hint: `Expect its status, headers or size instead; values are looked for in up to ${MOST_READ_BACK_BYTES} bytes.`,
      },
    );
  }
  try {
    return readFileSync(file);
  } catch (cause) {
    const hint = 'Something else moved or changed it during the run.';
    throw new WaybillError('ERR_FILE_UNREADABLE', `The saved body ${file} can not be read back.`, { hint, cause });
  }
}

function charsetOf(contentType: string): string {
  return /charset="?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8';
}

function decodeText(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A server may name a charset nobody knows; UTF-8 shows most of the text right.
    return bytes.toString('utf8');
  }
}
