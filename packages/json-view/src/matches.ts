import { lastAtMost } from './block-index.ts';
import { enlarged } from './enlarged.ts';
import type { ColumnRange } from './row.ts';

/** A place in the body: columns count from 0, with indentation. */
export interface Place {
  line: number;
  column: number;
}

export interface Match extends ColumnRange {
  line: number;
}

/** Matches in ascending order, in 12 bytes each. */
export class Matches {
  readonly #max: number;
  #lines = new Uint32Array(64);
  #starts = new Uint32Array(64);
  #ends = new Uint32Array(64);
  #count = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether there may be more matches than are collected. */
  get isCapped(): boolean {
    return this.#count >= this.#max;
  }

  at(index: number): Match | undefined {
    if (!(index >= 0 && index < this.#count)) return undefined;
    return {
      line: this.#lines[index] as number,
      start: this.#starts[index] as number,
      end: this.#ends[index] as number,
    };
  }

  /** Index of the first match that begins behind a place, or undefined. O(log n). */
  next(place: Place): number | undefined {
    const index = this.#countUpTo(place);
    return index < this.#count ? index : undefined;
  }

  /** Index of the last match that begins before a place, or undefined. O(log n). */
  previous({ line, column }: Place): number | undefined {
    const index = this.#countUpTo({ line, column: column - 1 }) - 1;
    return index >= 0 ? index : undefined;
  }

  /** The matches on one line. O(log n + their number). */
  onLine(line: number): Match[] {
    const matches: Match[] = [];
    const first = lastAtMost(this.#lines, this.#count, line - 1) + 1;
    for (let index = first; index < this.#count && this.#lines[index] === line; index++) {
      matches.push(this.at(index) as Match);
    }
    return matches;
  }

  protected add(line: number, start: number, end: number): void {
    if (this.isCapped) return;
    const index = this.#count++;
    if (index === this.#lines.length) {
      this.#lines = enlarged(this.#lines);
      this.#starts = enlarged(this.#starts);
      this.#ends = enlarged(this.#ends);
    }
    this.#lines[index] = line;
    this.#starts[index] = start;
    this.#ends[index] = end;
  }

  /** How many matches begin at a place or before it. */
  #countUpTo({ line, column }: Place): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#lines[middle] as number;
      if (there < line || (there === line && (this.#starts[middle] as number) <= column)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
