import type { BlockIndex, LineKind } from './block-index.ts';
import { byte, byteOrderMarkLength, isSpace } from './bytes.ts';
import { escapeLength, literalLength, numberLength } from './json-lexemes.ts';
import type { Breakage, Scanner } from './scanner.ts';

/** Deeper nesting could not be indented in any terminal, and the index counts depth in 16 bits. */
const maxDepth = 0xffff;

/** What may come next, besides white space. Plain numbers, because this is looked at for every byte. */
const expectElement = 0;
const expectElementOrClose = 1;
const expectKey = 2;
const expectKeyOrClose = 3;
const expectColon = 4;
const expectValue = 5;
const expectCommaOrClose = 6;
const insideKey = 7;
const insideString = 8;

/**
 * Checks a body against RFC 8259, also several values one per line, and adds a line to the index wherever the
 * pretty form has one. It can stop after any byte of a string, so that even a huge one is scanned in slices.
 */
export class JsonScanner implements Scanner {
  readonly #bytes: Buffer;
  readonly #index: BlockIndex;
  /** One entry per open container: 1 for an object. */
  #isObject = new Uint8Array(64);
  #depth = 0;
  #expect = expectElement;
  #valueEnd = 0;
  position: number;
  /** How many values the body holds. */
  values = 0;

  constructor(bytes: Buffer, index: BlockIndex) {
    this.#bytes = bytes;
    this.#index = index;
    this.position = byteOrderMarkLength(bytes);
  }

  scan(until: number): boolean | Breakage {
    const bytes = this.#bytes;
    const end = Math.min(until, bytes.length);
    while (this.position < end) {
      const expect = this.#expect;
      if (expect === insideString || expect === insideKey) {
        const broken = this.#scanString(end);
        if (broken) return broken;
        continue;
      }
      const value = bytes[this.position] as number;
      if (value <= byte.space && isSpace(value)) {
        this.position++;
        continue;
      }
      const broken = this.#scanToken(expect, value);
      if (broken) return broken;
    }
    return this.position < bytes.length ? false : this.#finish();
  }

  #scanToken(expect: number, value: number): Breakage | undefined {
    switch (expect) {
      case expectCommaOrClose:
        if (this.#depth === 0) return this.#startNextValue();
        if (value === byte.comma) {
          this.#expect = this.#isObject[this.#depth - 1] === 1 ? expectKey : expectElement;
          this.position++;
          return;
        }
        return this.#close(value, false);
      case expectColon:
        if (value !== byte.colon) return this.#broken('Expected ":" behind the key');
        this.#expect = expectValue;
        this.position++;
        return;
      case expectKeyOrClose:
        if (value === byte.closeBrace) return this.#close(value, true);
        return this.#startKey(value);
      case expectKey:
        return this.#startKey(value);
      case expectElementOrClose:
        if (value === byte.closeBracket) return this.#close(value, true);
        this.#addLine('element');
        return this.#startValue(value);
      case expectElement:
        this.#addLine('element');
        return this.#startValue(value);
      default:
        return this.#startValue(value);
    }
  }

  #startKey(value: number): Breakage | undefined {
    if (value !== byte.quote) return this.#broken('Expected a key in double quotes');
    this.#addLine('member');
    this.#expect = insideKey;
    this.position++;
    return;
  }

  #startValue(value: number): Breakage | undefined {
    if (value === byte.quote) {
      this.#expect = insideString;
      this.position++;
      return;
    }
    if (value === byte.openBrace || value === byte.openBracket) return this.#open(value === byte.openBrace);
    const length =
      value === byte.minus || (value >= byte.zero && value <= byte.nine)
        ? numberLength(this.#bytes, this.position)
        : literalLength(this.#bytes, this.position);
    if (length === 0) return this.#broken('Expected a value');
    this.position += length;
    this.#endValue();
    return;
  }

  #open(isObject: boolean): Breakage | undefined {
    const depth = this.#depth++;
    if (depth === maxDepth) return this.#broken(`Nested deeper than ${maxDepth} levels`);
    if (depth === this.#isObject.length) {
      const larger = new Uint8Array(depth * 2);
      larger.set(this.#isObject);
      this.#isObject = larger;
    }
    this.#isObject[depth] = isObject ? 1 : 0;
    this.#expect = isObject ? expectKeyOrClose : expectElementOrClose;
    this.position++;
    return;
  }

  /** An empty container is one line; every other one has a line for its closing bracket. */
  #close(value: number, isEmpty: boolean): Breakage | undefined {
    const isObject = this.#isObject[this.#depth - 1] === 1;
    if (value !== (isObject ? byte.closeBrace : byte.closeBracket)) {
      return this.#broken(isObject ? 'Expected "," or "}"' : 'Expected "," or "]"');
    }
    this.#depth--;
    if (!isEmpty) this.#addLine('close');
    this.position++;
    this.#endValue();
    return;
  }

  #endValue(): void {
    this.#expect = expectCommaOrClose;
    if (this.#depth > 0) return;
    this.#valueEnd = this.position;
    this.values++;
  }

  #startNextValue(): Breakage | undefined {
    const lineFeed = this.#bytes.subarray(this.#valueEnd, this.position).indexOf(byte.lineFeed);
    if (lineFeed < 0) return this.#broken('Expected nothing more on the line');
    this.#expect = expectElement;
    return;
  }

  #scanString(end: number): Breakage | undefined {
    const bytes = this.#bytes;
    let position = this.position;
    while (position < end) {
      const value = bytes[position] as number;
      if (value === byte.quote) {
        this.position = position + 1;
        if (this.#expect === insideKey) this.#expect = expectColon;
        else this.#endValue();
        return;
      }
      if (value === byte.backslash) {
        const length = escapeLength(bytes, position);
        if (length === 0) {
          this.position = position;
          return this.#broken('Unknown escape in a string');
        }
        position += length;
      } else if (value < byte.space) {
        this.position = position;
        return this.#broken('Control character in a string');
      } else {
        position++;
      }
    }
    this.position = position;
    return;
  }

  #addLine(kind: LineKind): void {
    this.#index.add(this.position, this.#depth, kind);
  }

  #finish(): boolean | Breakage {
    if (this.#depth > 0 || this.#expect !== expectCommaOrClose) {
      return this.#broken('The body ends too early');
    }
    this.#index.finish(this.#bytes.length);
    return true;
  }

  #broken(message: string): Breakage {
    return { offset: Math.min(this.position, this.#bytes.length), message };
  }
}
