import { escapeControls } from '@waybill/runner';
import stringWidth from 'string-width';
import type { Line, Span } from './lines.tsx';

/** A character as people see it, with the look of its span. */
interface Glyph {
  readonly text: string;
  readonly width: number;
  readonly span: Span;
}

/**
 * Breaks lines that are wider than a pane: between words where it can, inside a word that is wider than the pane. Looks
 * are kept; spaces at a break that find no room are left out.
 */
export function wrapLines(lines: readonly Line[], columns: number): readonly Line[] {
  return lines.flatMap((line) => (widthOf(line) <= columns ? [line] : wrapLine(line, columns)));
}

function widthOf(line: Line): number {
  return line.reduce((width, { text }) => width + stringWidth(escapeControls(text)), 0);
}

function wrapLine(line: Line, columns: number): readonly Line[] {
  const rows: Glyph[][] = [[]];
  let width = 0;
  const breakRow = () => {
    rows.push([]);
    width = 0;
  };
  for (const run of runsOf(glyphsOf(line))) {
    const runWidth = run.reduce((sum, glyph) => sum + glyph.width, 0);
    // Indentation alone is no reason to go on below it.
    const hasWords = rows.at(-1)?.some((glyph) => !isSpace(glyph)) === true;
    if (!isSpace(run[0] as Glyph) && hasWords && runWidth <= columns && width + runWidth > columns) breakRow();
    for (const glyph of run) {
      if (width + glyph.width > columns) {
        if (isSpace(glyph)) break;
        breakRow();
      }
      rows.at(-1)?.push(glyph);
      width += glyph.width;
    }
  }
  return rows.map(lineOf);
}

function glyphsOf(line: Line): readonly Glyph[] {
  const segmenter = new Intl.Segmenter();
  return line.flatMap((span) =>
    [...segmenter.segment(escapeControls(span.text))].map(
      ({ segment }): Glyph => ({ text: segment, width: stringWidth(segment), span }),
    ),
  );
}

/** Words, and the spaces between them. */
function runsOf(glyphs: readonly Glyph[]): readonly (readonly Glyph[])[] {
  const runs: Glyph[][] = [];
  for (const glyph of glyphs) {
    const [first] = runs.at(-1) ?? [];
    if (first !== undefined && isSpace(first) === isSpace(glyph)) runs.at(-1)?.push(glyph);
    else runs.push([glyph]);
  }
  return runs;
}

function isSpace({ text }: Glyph): boolean {
  return text === ' ';
}

/** Neighbours of one span are one piece again. */
function lineOf(glyphs: readonly Glyph[]): Line {
  const pieces: Span[] = [];
  let before: Span | undefined;
  for (const { text, span } of glyphs) {
    const last = pieces.at(-1);
    if (last !== undefined && span === before) pieces[pieces.length - 1] = { ...last, text: last.text + text };
    else pieces.push({ ...span, text });
    before = span;
  }
  return pieces;
}
