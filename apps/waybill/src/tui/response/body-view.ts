import { setImmediate } from 'node:timers/promises';
import { Body, formatPath, type LineRange, locationOf, type Match, View } from '@waybill/json-view';
import type { HttpResponse } from '@waybill/rest';
import { clamp, scrollTo } from '../state/selection.ts';
import { BodySearch } from './body-search.ts';
import { runShown, SLICE_MS } from './run-shown.ts';
import { Selecting } from './selecting.ts';

/** Columns that one key scrolls sideways. */
const SIDE_STEP = 8;

/** How a person looks at one body: pretty or raw, folded, filtered, searched, and where the cursor is. */
export class BodyView {
  readonly #bytes: Buffer;
  readonly #changed: () => void;
  #cancellation = new AbortController();
  #view: View;
  #indexed: Promise<void>;
  #top = 0;
  #width = 0;
  #isClipped = false;
  #isFoldedWhole = false;
  /** The line on which the search was begun. */
  #origin = 0;
  #search: BodySearch | undefined;
  #filter: { readonly path: string; readonly ranges: readonly LineRange[] } | undefined;
  readonly selecting = new Selecting();
  /** Position of the cursor among the lines that are shown. */
  cursor = 0;
  /** The leftmost column that is shown. */
  left = 0;
  isRaw = false;

  /** @param changed is called when there is more to show than before */
  constructor(response: HttpResponse, changed: () => void) {
    this.#bytes = utf8Of(response);
    this.#changed = changed;
    this.#view = new View(new Body(this.#bytes));
    this.#indexed = this.#index();
  }

  get view(): View {
    return this.#view;
  }

  get body(): Body {
    return this.#view.body;
  }

  get search(): BodySearch | undefined {
    return this.#search;
  }

  get filter(): { readonly path: string; readonly ranges: readonly LineRange[] } | undefined {
    return this.#filter;
  }

  /** The line of the body that the cursor is on. */
  get line(): number {
    return this.#view.toLine(clamp(this.cursor, this.#view.lineCount));
  }

  /** The path of the cursor's line; none while the body is being read, or when it is not JSON. */
  get path(): string | undefined {
    const location = this.body.done && this.#view.lineCount > 0 ? locationOf(this.body, this.line) : undefined;
    if (location === undefined) return undefined;
    const record = this.body.format === 'json-lines' ? `value ${location.record + 1} ` : '';
    return record + formatPath(location.path);
  }

  /** Fits the window to the room there is; returns the first position to show. */
  fit(height: number, width: number): number {
    this.#width = width;
    this.cursor = clamp(this.cursor, this.#view.lineCount);
    this.#top = Math.min(scrollTo(this.cursor, this.#top, height), Math.max(0, this.#view.lineCount - height));
    return this.#top;
  }

  /** Takes note of whether a shown line goes on to the right. */
  noteClipped(isClipped: boolean): void {
    this.#isClipped = isClipped;
  }

  move(distance: number): void {
    this.cursor = clamp(this.cursor + distance, this.#view.lineCount);
  }

  /** Scrolls sideways; returns false when everything is in sight already. */
  scrollSideways(step: number): boolean {
    if (this.left === 0 && !this.#isClipped) return false;
    if (step < 0 || this.#isClipped) this.left = Math.max(0, this.left + step * SIDE_STEP);
    return true;
  }

  /** Folds or unfolds what begins on the cursor's line, or is around it. */
  toggleFold(): void {
    if (this.#view.lineCount === 0) return;
    const line = this.#view.toggle(this.line);
    if (line !== undefined) this.cursor = this.#view.toPosition(line);
  }

  /** Folds everything but the outermost level, or unfolds all. */
  async toggleFoldWhole(): Promise<void> {
    const { signal } = this.#cancellation;
    await this.#indexed;
    if (signal.aborted) return;
    const { line } = this;
    this.#isFoldedWhole = !this.#isFoldedWhole;
    if (this.#isFoldedWhole) await runShown(this.#view.foldToDepth(1), this.#changed, signal);
    else this.#view.unfoldAll();
    this.cursor = this.#view.toPosition(line);
  }

  /** Shows the body as it came, or its pretty form again. */
  toggleRaw(): void {
    this.isRaw = !this.isRaw;
    this.#cancellation.abort();
    this.#cancellation = new AbortController();
    this.selecting.end();
    this.#search?.cancel();
    this.#search = undefined;
    this.#filter = undefined;
    this.#isFoldedWhole = false;
    this.#view = new View(new Body(this.#bytes, { as: this.isRaw ? 'text' : 'auto' }));
    this.#indexed = this.#index();
    this.cursor = 0;
    this.left = 0;
  }

  /** Remembers where a search begins, so that each letter searches from there. */
  beginSearch(): void {
    this.#origin = this.#view.lineCount === 0 ? 0 : this.line;
  }

  /** Searches for what was typed so far. */
  async find(text: string): Promise<void> {
    this.#search?.cancel();
    this.#search = text === '' ? undefined : new BodySearch(text);
    const search = this.#search;
    const { signal } = this.#cancellation;
    await this.#indexed;
    if (signal.aborted) return;
    await search?.run(this.body, () => {
      if (!search.hasCurrent) this.#goTo(search.enter(this.#origin));
      this.#changed();
    });
  }

  /** Drops the search; with `back`, the cursor returns to where it began. */
  endSearch({ back }: { readonly back: boolean }): void {
    this.#search?.cancel();
    this.#search = undefined;
    if (back) this.cursor = this.#view.toPosition(this.#origin);
  }

  turnMatch(step: 1 | -1): void {
    this.#goTo(this.#search?.turn(step, this.line));
  }

  #goTo(match: Match | undefined): void {
    if (match === undefined) return;
    this.cursor = this.#view.reveal(match.line);
    const isFiltered = this.#filter?.ranges.some(({ first, last }) => first <= match.line && match.line <= last);
    if (isFiltered === false) this.#filter = undefined;
    const isInSight = match.start >= this.left && match.end <= this.left + this.#width;
    if (!isInSight) this.left = Math.max(0, match.end - Math.max(SIDE_STEP, this.#width - SIDE_STEP));
  }

  /** Shows only some lines, named by the JSONPath that chose them; all again without. */
  showOnly(filter?: { readonly path: string; readonly ranges: readonly LineRange[] }): void {
    this.#filter = filter;
    if (filter === undefined) {
      const { line } = this;
      this.#view.showAll();
      this.cursor = this.#view.toPosition(line);
    } else {
      this.#view.showOnly(filter.ranges);
      this.cursor = 0;
      this.left = 0;
    }
  }

  /** Resolves when the whole body is known. */
  get indexed(): Promise<void> {
    return this.#indexed;
  }

  async #index(): Promise<void> {
    const { body } = this;
    const { signal } = this.#cancellation;
    // The first lines are there at once. Nothing may be announced yet: this may happen while the screen is drawn.
    if (body.step(SLICE_MS)) return;
    await setImmediate();
    if (!signal.aborted) await runShown(body, this.#changed, signal);
  }
}

/** The bytes to show: another charset than UTF-8 is decoded, which a huge body seldom needs. */
function utf8Of({ headers, body }: HttpResponse): Buffer {
  const charset = /charset="?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1];
  return charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset) ? body.bytes : Buffer.from(body.text());
}
