import type { BlockIndex } from './block-index.ts';
import type { Body } from './body.ts';
import { FoldTask } from './fold-task.ts';
import { Folds } from './folds.ts';
import type { Line } from './line.ts';
import { LineMap, type LineRange } from './line-map.ts';
import { foldedPartsOf, partsOf } from './line-text.ts';
import { renderRow } from './render-row.ts';
import type { Row } from './row.ts';
import type { Task } from './task.ts';
import { childCountOf, enclosingOf, endOf, startOf } from './tree.ts';

const lastLineNumber = 0xffff_fffe;

export interface WindowOptions {
  /** The leftmost column to show. Default is 0. */
  left?: number;
  /** How many columns to show. Default is 1000, so that a huge line does not become a huge string. */
  width?: number;
}

/** Which lines of a body are shown: what is folded, and what a filter leaves. Positions count shown lines from 0. */
export class View {
  readonly body: Body;
  #folds = new Folds();
  #filter: readonly LineRange[] | undefined;
  #map = new LineMap([], 0);
  /** The index that the folds and the filter belong to; a body that falls back to text gets another. */
  #index: BlockIndex;

  constructor(body: Body) {
    this.body = body;
    this.#index = body.index;
  }

  /** How many lines are shown. O(log n). */
  get lineCount(): number {
    return this.#currentMap().visibleCount(this.body.lineCount);
  }

  /** The line of the body that is shown at a position. O(log n). */
  toLine(position: number): number {
    return this.#currentMap().toLine(position);
  }

  /** The position of a line, or of the nearest shown line before a hidden one. O(log n). */
  toPosition(line: number): number {
    return this.#currentMap().toVisible(line);
  }

  isFolded(line: number): boolean {
    return this.#folds.closeOf(line) !== undefined;
  }

  /**
   * Folds the container that begins or ends on a line, or else the one around it.
   *
   * @returns the line it begins on, or undefined when there is no such container or its end is not indexed yet
   */
  fold(line: number): number | undefined {
    const open = this.#containerOf(line);
    if (!open) return undefined;
    const close = endOf(this.body, open);
    if (close === undefined) return undefined;
    this.#folds.add(open.number, close);
    this.#rebuild();
    return open.number;
  }

  /** Unfolds the container that begins on a line; returns whether it was folded. */
  unfold(line: number): boolean {
    const wasFolded = this.#folds.delete(line);
    if (wasFolded) this.#rebuild();
    return wasFolded;
  }

  /** Folds or unfolds at a line, as `fold` and `unfold` do. */
  toggle(line: number): number | undefined {
    return this.unfold(line) ? line : this.fold(line);
  }

  unfoldAll(): void {
    this.#folds = new Folds();
    this.#rebuild();
  }

  /**
   * Prepares a task that folds every container at `depth` (0 is the root) and unfolds all others.
   *
   * @throws {TypeError} for a body that is not indexed yet
   */
  foldToDepth(depth: number): Task {
    if (!this.body.done) throw new TypeError('A body can be folded as a whole only when it is indexed');
    const folds = new Folds();
    return new FoldTask(this.body, depth, folds, () => {
      this.#folds = folds;
      this.#rebuild();
    });
  }

  /** Unfolds whatever hides a line, and drops the filter if that hides it; returns its position. */
  reveal(line: number): number {
    const target = this.body.line(line);
    let container = target.role === 'close' ? startOf(this.body, target) : this.#parentOf(target);
    while (container && this.#currentMap().isHidden(line)) {
      this.unfold(container.number);
      container = this.#parentOf(container);
    }
    if (this.#currentMap().isHidden(line)) this.showAll();
    return this.toPosition(line);
  }

  /** Shows only some ranges of lines, in the order of the body. */
  showOnly(ranges: readonly LineRange[]): void {
    this.#filter = ranges.toSorted((a, b) => a.first - b.first);
    this.#rebuild();
  }

  showAll(): void {
    this.#filter = undefined;
    this.#rebuild();
  }

  /**
   * The rows at the positions from `first` on, as far as there are any. Time and memory depend on the number of rows
   * and on `left + width`, not on the size of the body.
   */
  window(first: number, count: number, { left = 0, width = 1000 }: WindowOptions = {}): Row[] {
    const end = Math.min(this.lineCount, first + count);
    const rows: Row[] = [];
    for (let position = Math.max(0, first); position < end; position++) {
      rows.push(this.#row(this.body.line(this.#map.toLine(position)), left, left + width));
    }
    return rows;
  }

  #row(line: Line, left: number, right: number): Row {
    const close = this.#folds.closeOf(line.number);
    if (close === undefined)
      return renderRow(this.body, line, partsOf(this.body, line), { left, right, folded: false });
    const parts = foldedPartsOf(this.body, line, childCountOf(this.body, line), this.body.line(close).hasComma);
    return renderRow(this.body, line, parts, { left, right, folded: true });
  }

  #containerOf(number: number): Line | undefined {
    const line = this.body.line(number);
    const start = startOf(this.body, line);
    return start.role === 'open' ? start : this.#parentOf(start);
  }

  #parentOf(line: Line): Line | undefined {
    return enclosingOf(this.body, line.number, line.depth).line;
  }

  #currentMap(): LineMap {
    if (this.#index !== this.body.index) {
      this.#index = this.body.index;
      this.#folds = new Folds();
      this.#filter = undefined;
      this.#rebuild();
    }
    return this.#map;
  }

  #rebuild(): void {
    const filter = this.#filter;
    if (!filter) {
      this.#map = new LineMap(this.#folds.hidden(), this.#folds.count);
      return;
    }
    const hidden = [...this.#folds.hidden(), ...outside(filter)].sort((a, b) => a.first - b.first);
    this.#map = new LineMap(hidden, hidden.length);
  }
}

function* outside(shown: readonly LineRange[]): Generator<LineRange> {
  let next = 0;
  for (const { first, last } of shown) {
    yield { first: next, last: first - 1 };
    next = Math.max(next, last + 1);
  }
  yield { first: next, last: lastLineNumber };
}
