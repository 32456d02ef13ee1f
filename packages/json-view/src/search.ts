import type { Body } from './body.ts';
import { displayWidth, toSafeText } from './columns.ts';
import type { Line } from './line.ts';
import { decode, indentWidth, piecesOfLine, textOfLine } from './line-text.ts';
import { Matches } from './matches.ts';
import { createPattern, type Pattern, PatternTimeoutError, type Query } from './pattern.ts';
import { advanceFor, type Task } from './task.ts';

const batchLength = 64 * 1024;
const longLineBytes = 64 * 1024;
/** How many characters at the end of a piece are searched again with the next one. */
const regexOverlap = 4096;

export interface SearchOptions {
  /** How many matches to collect before the search ends. Default is 10,000. */
  maxMatches?: number;
}

/** Why a search ended early. */
export interface SearchFailure {
  reason: 'invalid-pattern' | 'too-slow';
  message: string;
}

/**
 * Looks for a query in every line of an indexed body, folded or not, as the line is shown but without indentation,
 * and before control characters are made visible. It is a task: matches found so far can be shown at once.
 *
 * A line of more than 64 KiB is searched in pieces: there `^` and `$` may match at a cut too, and a regular expression
 * finds no more than 4096 characters across one.
 */
export class Search extends Matches implements Task {
  readonly #body: Body;
  readonly #pattern: Pattern | undefined;
  readonly #overlap: number;
  readonly #work: Generator<void, void>;
  #block = 0;
  #failure: SearchFailure | undefined;
  done = false;

  /** @throws {TypeError} for a body that is not indexed yet */
  constructor(body: Body, query: Query, { maxMatches = 10_000 }: SearchOptions = {}) {
    super(maxMatches);
    if (!body.done) throw new TypeError('A body can be searched only when it is indexed');
    this.#body = body;
    this.#overlap = query.syntax === 'regex' ? regexOverlap : Math.max(regexOverlap, query.text.length * 2);
    this.#work = this.#searchBlocks();
    this.done = query.text === '';
    try {
      this.#pattern = createPattern(query);
    } catch (error) {
      this.#fail('invalid-pattern', error);
    }
  }

  /** Set when the search can't go on; matches found before stay. */
  get failure(): SearchFailure | undefined {
    return this.#failure;
  }

  get progress(): number {
    return this.done ? 1 : this.#block / Math.max(1, this.#body.index.blockCount);
  }

  step(budgetMs: number): boolean {
    if (this.done) return true;
    try {
      this.done = advanceFor(budgetMs, () => this.#work.next().done === true);
    } catch (error) {
      if (!(error instanceof PatternTimeoutError)) throw error;
      this.#fail('too-slow', error);
    }
    return this.done;
  }

  /** Yields wherever the search can pause. */
  *#searchBlocks(): Generator<void, void> {
    const { index } = this.#body;
    let batch = new Batch();
    for (; this.#block < index.blockCount; this.#block++) {
      const isLong = index.endOffset(this.#block) - index.startOffset(this.#block) > longLineBytes;
      if (isLong || this.#mayMatch(this.#block)) {
        for (const line of this.#body.linesOf(this.#block)) {
          if (line.valueEnd - line.start <= longLineBytes) {
            batch.add(line, textOfLine(this.#body, line));
          } else {
            this.#searchBatch(batch);
            batch = new Batch();
            yield* this.#searchLongLine(line);
          }
          if (this.isCapped) return;
        }
      }
      if (batch.length < batchLength && this.#block % 16 !== 0) continue;
      this.#searchBatch(batch);
      batch = new Batch();
      if (this.isCapped) return;
      yield;
    }
    this.#searchBatch(batch);
  }

  #mayMatch(block: number): boolean {
    const hint = this.#pattern?.hint;
    const { index } = this.#body;
    return !hint || hint.test(decode(this.#body, index.startOffset(block), index.endOffset(block)));
  }

  #searchBatch(batch: Batch): void {
    const found = this.#find(batch.texts);
    let previousText = -1;
    let columns = new ColumnCounter('', 0);
    for (let i = 0; i < found.length; i += 3) {
      const text = found[i] as number;
      const line = batch.lines[text] as Line;
      if (text !== previousText) columns = new ColumnCounter(batch.texts[text] as string, line.depth * indentWidth);
      previousText = text;
      this.add(line.number, columns.at(found[i + 1] as number), columns.at(found[i + 2] as number));
    }
  }

  /** Searches text in pieces; each is kept back in part, so that a match across the cut is found with the next one. */
  *#searchLongLine(line: Line): Generator<void, void> {
    let kept = '';
    let column = line.depth * indentWidth;
    const pieces = piecesOfLine(this.#body, line, longLineBytes);
    for (let piece = pieces.next(); !piece.done; ) {
      const text = kept + piece.value;
      piece = pieces.next();
      const complete = piece.done ? text.length : Math.max(0, text.length - this.#overlap);
      const columns = new ColumnCounter(text, column);
      const found = this.#find([text]);
      let searched = complete;
      for (let i = 0; i < found.length; i += 3) {
        const start = found[i + 1] as number;
        const end = found[i + 2] as number;
        if (start >= complete) break;
        this.add(line.number, columns.at(start), columns.at(end));
        searched = Math.max(complete, end);
      }
      if (this.isCapped) return;
      if (isInsidePair(text, searched)) searched--;
      column = columns.at(searched);
      kept = text.slice(searched);
      yield;
    }
  }

  #find(texts: readonly string[]): readonly number[] {
    return texts.length === 0 ? [] : (this.#pattern?.find(texts) ?? []);
  }

  #fail(reason: SearchFailure['reason'], error: unknown): void {
    this.#failure = { reason, message: (error as Error).message };
    this.done = true;
  }
}

class Batch {
  readonly lines: Line[] = [];
  readonly texts: string[] = [];
  length = 0;

  add(line: Line, text: string): void {
    this.lines.push(line);
    this.texts.push(text);
    this.length += text.length;
  }
}

/** Turns ascending offsets in a text into columns, looking at each character once. */
class ColumnCounter {
  readonly #text: string;
  #offset = 0;
  #column: number;

  constructor(text: string, column: number) {
    this.#text = text;
    this.#column = column;
  }

  at(offset: number): number {
    const safe = toSafeText(this.#text.slice(this.#offset, offset), this.#column);
    this.#offset = offset;
    this.#column += displayWidth(safe);
    return this.#column;
  }
}

function isInsidePair(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return offset > 0 && code >= 0xdc00 && code <= 0xdfff;
}
