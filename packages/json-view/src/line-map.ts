import { lastAtMost } from './block-index.ts';

/** Lines `first` to `last`, both included. */
export interface LineRange {
  first: number;
  last: number;
}

/** Maps between the lines of a body and the lines that are shown, given the ranges that are hidden. */
export class LineMap {
  readonly #firsts: Uint32Array;
  readonly #ends: Uint32Array;
  /** How many lines are hidden before each range. */
  readonly #hiddenBefore: Uint32Array;
  readonly #count: number;

  /** @param hidden in ascending order by `first`; ranges may overlap or lie inside each other */
  constructor(hidden: Iterable<LineRange>, capacity: number) {
    this.#firsts = new Uint32Array(capacity);
    this.#ends = new Uint32Array(capacity);
    this.#hiddenBefore = new Uint32Array(capacity + 1);
    let count = 0;
    for (const { first, last } of hidden) {
      if (last < first) continue;
      const previousEnd = count > 0 ? (this.#ends[count - 1] as number) : -1;
      if (first <= previousEnd) {
        this.#ends[count - 1] = Math.max(previousEnd, last + 1);
      } else {
        this.#firsts[count] = first;
        this.#ends[count] = last + 1;
        count++;
      }
    }
    for (let i = 0; i < count; i++) {
      this.#hiddenBefore[i + 1] =
        (this.#hiddenBefore[i] as number) + (this.#ends[i] as number) - (this.#firsts[i] as number);
    }
    this.#count = count;
  }

  /** How many of the first `lineCount` lines are shown. O(log n). */
  visibleCount(lineCount: number): number {
    const range = lastAtMost(this.#firsts, this.#count, lineCount - 1);
    if (range < 0) return lineCount;
    const shownBefore = (this.#firsts[range] as number) - (this.#hiddenBefore[range] as number);
    return shownBefore + Math.max(0, lineCount - (this.#ends[range] as number));
  }

  /** The line of the body at a shown position. O(log n). */
  toLine(visible: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#firsts[middle] as number) - (this.#hiddenBefore[middle] as number) <= visible) low = middle + 1;
      else high = middle;
    }
    return visible + (this.#hiddenBefore[low] as number);
  }

  /** The position of a line, or of the nearest shown line before it when it is hidden. O(log n). */
  toVisible(line: number): number {
    const range = lastAtMost(this.#firsts, this.#count, line);
    if (range < 0) return line;
    const shownBefore = (this.#firsts[range] as number) - (this.#hiddenBefore[range] as number);
    const end = this.#ends[range] as number;
    return line < end ? Math.max(0, shownBefore - 1) : shownBefore + line - end;
  }

  /** Whether a line is hidden. O(log n). */
  isHidden(line: number): boolean {
    const range = lastAtMost(this.#firsts, this.#count, line);
    return range >= 0 && line < (this.#ends[range] as number);
  }
}
