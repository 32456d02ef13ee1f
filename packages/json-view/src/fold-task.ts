import type { Body } from './body.ts';
import type { Folds } from './folds.ts';
import { advanceFor, type Task } from './task.ts';

const blocksPerAdvance = 64;

/** Finds every container at one depth, reading only blocks that reach up to that depth. */
export class FoldTask implements Task {
  readonly #body: Body;
  readonly #depth: number;
  readonly #folds: Folds;
  readonly #finish: () => void;
  #block = 0;
  #open: number | undefined;
  done = false;

  constructor(body: Body, depth: number, folds: Folds, finish: () => void) {
    this.#body = body;
    this.#depth = depth;
    this.#folds = folds;
    this.#finish = finish;
  }

  get progress(): number {
    return this.done ? 1 : this.#block / this.#body.index.blockCount;
  }

  step(budgetMs: number): boolean {
    return this.done || advanceFor(budgetMs, () => this.#advance());
  }

  #advance(): boolean {
    const { index } = this.#body;
    const end = Math.min(index.blockCount, this.#block + blocksPerAdvance);
    for (; this.#block < end; this.#block++) {
      if (index.minDepth(this.#block) <= this.#depth) this.#readBlock(this.#block);
    }
    if (end < index.blockCount) return false;
    this.done = true;
    this.#finish();
    return true;
  }

  #readBlock(block: number): void {
    for (const line of this.#body.linesOf(block)) {
      if (line.depth !== this.#depth) continue;
      if (line.role === 'open') this.#open = line.number;
      if (line.role === 'close' && this.#open !== undefined) this.#folds.add(this.#open, line.number);
    }
  }
}
