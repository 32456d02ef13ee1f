import { displayWidth, glyphsOf } from './columns.ts';
import { isPrintableAscii } from './sanitize.ts';

export type TokenKind = 'key' | 'string' | 'number' | 'boolean' | 'null' | 'punctuation' | 'fold' | 'text';

/** A piece of a row that is safe to print as it is. */
export interface Token {
  text: string;
  kind: TokenKind;
  highlight?: Highlight;
}

export type Highlight = 'match' | 'current';

/** Columns count from 0 at the left edge of the body, including indentation, and the end is exclusive. */
export interface ColumnRange {
  start: number;
  end: number;
}

/** One line of the body, cut to the columns that are shown. */
export interface Row {
  /** Line of the body, from 0. */
  line: number;
  depth: number;
  role: 'open' | 'close' | 'leaf' | 'text';
  folded: boolean;
  /** Spaces before the first token. */
  indent: number;
  tokens: Token[];
  /** Whether something lies left or right of the columns that are shown. */
  clipped: { left: boolean; right: boolean };
}

/** Collects the tokens of a row and drops what lies outside the columns `[left, right)`. */
export class RowClip {
  readonly tokens: Token[] = [];
  readonly left: number;
  readonly right: number;
  /** Column at which the next token begins. */
  column: number;
  clippedRight = false;

  constructor(indent: number, left: number, right: number) {
    this.column = indent;
    this.left = left;
    this.right = right;
  }

  get isFull(): boolean {
    return this.column >= this.right;
  }

  /** Adds safe text. A glyph that an edge cuts in half becomes spaces. */
  add(kind: TokenKind, text: string): void {
    if (text === '') return;
    if (this.isFull) {
      this.clippedRight = true;
      return;
    }
    const shown = isPrintableAscii(text) ? this.#cutAscii(text) : this.#cutGlyphs(text);
    if (shown !== '') this.tokens.push({ text: shown, kind });
  }

  #cutAscii(text: string): string {
    const from = Math.max(0, this.left - this.column);
    const to = this.right - this.column;
    this.clippedRight ||= text.length > to;
    this.column += text.length;
    return from === 0 && text.length <= to ? text : text.slice(from, to);
  }

  #cutGlyphs(text: string): string {
    let shown = '';
    for (const glyph of glyphsOf(text)) {
      const start = this.column;
      const end = start + glyph.width;
      if (end > this.right) {
        shown += ' '.repeat(Math.max(0, this.right - Math.max(start, this.left)));
        this.column = this.right;
        this.clippedRight = true;
        return shown;
      }
      if (start >= this.left) shown += glyph.text;
      else if (end > this.left) shown += ' '.repeat(end - this.left);
      this.column = end;
    }
    return shown;
  }
}

/**
 * Splits the tokens of a row where ranges begin and end, and marks those inside.
 *
 * @param ranges in ascending order, not overlapping
 * @param left the leftmost column that the row shows
 */
export function highlightRow(row: Row, ranges: readonly (ColumnRange & { highlight: Highlight })[], left: number): Row {
  if (ranges.length === 0) return row;
  const tokens: Token[] = [];
  let column = row.indent + left;
  for (const token of row.tokens) {
    for (const glyph of glyphsOf(token.text)) {
      const range = ranges.find(({ start, end }) => start <= column && column < end);
      append(tokens, glyph.text, token.kind, range?.highlight);
      column += glyph.width;
    }
  }
  return { ...row, tokens };
}

function append(tokens: Token[], text: string, kind: TokenKind, highlight: Highlight | undefined): void {
  const last = tokens.at(-1);
  if (last && last.kind === kind && last.highlight === highlight) last.text += text;
  else tokens.push(highlight ? { text, kind, highlight } : { text, kind });
}

/** The row as plain text. */
export function textOfRow(row: Row): string {
  return ' '.repeat(row.indent) + row.tokens.map((token) => token.text).join('');
}

/** Columns that a row takes. */
export function widthOfRow(row: Row): number {
  return row.indent + row.tokens.reduce((width, token) => width + displayWidth(token.text), 0);
}
