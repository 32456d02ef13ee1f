import { BlockIndex } from './block-index.ts';
import { byte, byteOrderMarkLength, skipSpace } from './bytes.ts';
import { JsonScanner } from './json-scanner.ts';
import { type Line, readJsonLines, readTextLines } from './line.ts';
import type { Breakage, Scanner } from './scanner.ts';
import { advanceFor, type Task } from './task.ts';
import { TextScanner } from './text-scanner.ts';

const bytesPerScan = 128 * 1024;
const cachedBlocks = 16;

export interface BodyOptions {
  /**
   * `auto` shows JSON and lines of JSON in their pretty form and everything else as text; `json` does so too, but
   * always notes why a body is not JSON; `text` shows the body as received. Default is `auto`.
   */
  as?: 'auto' | 'json' | 'text';
}

/** Why a body that looks like JSON is shown as text. Line and column (in characters) count from 1. */
export interface BodyNote {
  message: string;
  line: number;
  column: number;
}

/**
 * A body that is shown line by line. It is a task: each step indexes more of it, and the lines found so far can be
 * shown at once. When a body turns out not to be JSON, it starts over as text, so `lineCount` can fall once.
 *
 * @example
 * const body = new Body(bytes);
 * await runTask(body);
 * const rows = new View(body).window(0, 50, { width: 120 });
 */
export class Body implements Task {
  readonly bytes: Buffer;
  #index: BlockIndex;
  #scanner: Scanner;
  #format: 'json' | 'json-lines' | 'text' = 'json';
  #note: BodyNote | undefined;
  #done = false;
  readonly #noteAlways: boolean;
  readonly #cache = new Map<number, Line[]>();

  /** @throws {RangeError} for a body of 4 GiB or more */
  constructor(bytes: Uint8Array, { as = 'auto' }: BodyOptions = {}) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#noteAlways = as === 'json';
    this.#index = new BlockIndex(bytes.length);
    this.#scanner = new JsonScanner(this.bytes, this.#index);
    if (as === 'text') this.#showAsText();
  }

  /** `json-lines` is known only when the whole body is indexed; until then it is `json`. */
  get format(): 'json' | 'json-lines' | 'text' {
    return this.#format;
  }

  /** Set when the body began like JSON, or should have been JSON, but is shown as text. */
  get note(): BodyNote | undefined {
    return this.#note;
  }

  get done(): boolean {
    return this.#done;
  }

  get progress(): number {
    return this.#done ? 1 : this.#scanner.position / this.bytes.length;
  }

  get index(): BlockIndex {
    return this.#index;
  }

  /** How many lines the body has, or how many are known while it is being indexed. */
  get lineCount(): number {
    return this.#index.lineCount;
  }

  step(budgetMs: number): boolean {
    return this.#done || advanceFor(budgetMs, () => this.#advance());
  }

  /** One line. O(log n), and O(1) near the lines read last. */
  line(number: number): Line {
    if (!(number >= 0 && number < this.lineCount)) throw new RangeError(`There is no line ${number}`);
    const block = this.#index.blockOfLine(number);
    return this.linesOf(block)[number - this.#index.firstLine(block)] as Line;
  }

  /** The lines of one block of the index. */
  linesOf(block: number): readonly Line[] {
    const cached = this.#cache.get(block);
    // The last block still grows while the body is being indexed.
    if (cached && cached.length === this.#index.lineCountOf(block)) return cached;
    const read = this.#format === 'text' ? readTextLines : readJsonLines;
    const lines = read(this.bytes, this.#index, block);
    if (this.#cache.size >= cachedBlocks) this.#cache.delete(this.#cache.keys().next().value as number);
    this.#cache.set(block, lines);
    return lines;
  }

  #advance(): boolean {
    const result = this.#scanner.scan(this.#scanner.position + bytesPerScan);
    if (typeof result === 'object') {
      if (this.#noteAlways || this.#looksLikeJson()) this.#note = this.#noteOf(result);
      this.#showAsText();
      return false;
    }
    this.#done = result;
    if (result && this.#scanner instanceof JsonScanner && this.#scanner.values > 1) this.#format = 'json-lines';
    return result;
  }

  #showAsText(): void {
    this.#format = 'text';
    this.#cache.clear();
    this.#index = new BlockIndex(this.bytes.length);
    this.#scanner = new TextScanner(this.bytes, this.#index);
  }

  #looksLikeJson(): boolean {
    const first = this.bytes[skipSpace(this.bytes, byteOrderMarkLength(this.bytes), this.bytes.length)];
    return first === byte.openBrace || first === byte.openBracket;
  }

  #noteOf({ offset, message }: Breakage): BodyNote {
    let line = 1;
    let lineStart = byteOrderMarkLength(this.bytes);
    for (;;) {
      const lineFeed = this.bytes.indexOf(byte.lineFeed, lineStart);
      if (lineFeed < 0 || lineFeed >= offset) break;
      line++;
      lineStart = lineFeed + 1;
    }
    let column = 1;
    for (let position = lineStart; position < offset; position++) {
      // Continuation bytes of UTF-8 are no characters of their own.
      if (((this.bytes[position] as number) & 0xc0) !== 0x80) column++;
    }
    return { message, line, column };
  }
}
