import { WaybillError } from '@waybill/errors';

/** A response body. It is decoded and parsed at most once, and only if somebody asks. */
export class ResponseBody {
  readonly bytes: Buffer;
  readonly #contentType: string;
  #text: string | undefined;
  #json: { readonly value: unknown } | undefined;

  constructor(bytes: Buffer, contentType = '') {
    this.bytes = bytes;
    this.#contentType = contentType;
  }

  /** A body that nobody sent, such as the pages of a list as one. */
  static ofJson(value: unknown): ResponseBody {
    const body = new ResponseBody(Buffer.from(JSON.stringify(value)), 'application/json');
    body.#json = { value };
    return body;
  }

  text(): string {
    const text = this.#text ?? decodeText(this.bytes, charsetOf(this.#contentType));
    this.#text = text;
    return text;
  }

  /** @throws {WaybillError} ERR_BODY_NOT_JSON, which says what it is instead but never quotes it */
  json(): unknown {
    this.#json ??= { value: this.#parse() };
    return this.#json.value;
  }

  #parse(): unknown {
    try {
      return JSON.parse(this.text());
    } catch (cause) {
      const isHtml = /html/i.test(this.#contentType) || /^\s*</.test(this.text());
      const what = `${this.#contentType || 'no content-type'}, ${this.bytes.length} bytes`;
      const message = this.bytes.length === 0 ? 'The body is empty, not JSON.' : `The body is not JSON (${what}).`;
      throw new WaybillError('ERR_BODY_NOT_JSON', message, {
        hint: isHtml
          ? 'An HTML page usually comes from a proxy, a login page or a wrong URL.'
          : 'Check the URL, or compare the body as text instead of by JSONPath.',
        cause,
      });
    }
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
