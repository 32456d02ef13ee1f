import { lastAtMost } from './block-index.ts';
import { enlarged } from './enlarged.ts';
import type { LineRange } from './line-map.ts';

/** The folded containers, by the lines of their brackets. Takes 8 bytes a fold. */
export class Folds {
  #opens = new Uint32Array(16);
  #closes = new Uint32Array(16);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The line of the closing bracket of a folded container, or undefined. O(log n). */
  closeOf(open: number): number | undefined {
    const at = lastAtMost(this.#opens, this.#count, open);
    return at >= 0 && this.#opens[at] === open ? this.#closes[at] : undefined;
  }

  /** Adds a fold. O(1) at the end, O(n) elsewhere. */
  add(open: number, close: number): void {
    const at = lastAtMost(this.#opens, this.#count, open) + 1;
    if (at > 0 && this.#opens[at - 1] === open) return;
    if (this.#count === this.#opens.length) {
      this.#opens = enlarged(this.#opens);
      this.#closes = enlarged(this.#closes);
    }
    this.#opens.copyWithin(at + 1, at, this.#count);
    this.#closes.copyWithin(at + 1, at, this.#count);
    this.#opens[at] = open;
    this.#closes[at] = close;
    this.#count++;
  }

  /** Removes a fold; returns whether there was one. O(n). */
  delete(open: number): boolean {
    const at = lastAtMost(this.#opens, this.#count, open);
    if (at < 0 || this.#opens[at] !== open) return false;
    this.#opens.copyWithin(at, at + 1, this.#count);
    this.#closes.copyWithin(at, at + 1, this.#count);
    this.#count--;
    return true;
  }

  /** The lines that the folds hide, in ascending order: all of a container but the line it begins on. */
  *hidden(): Generator<LineRange> {
    for (let i = 0; i < this.#count; i++) {
      yield { first: (this.#opens[i] as number) + 1, last: this.#closes[i] as number };
    }
  }
}
