import stringWidth from 'string-width';
import { isPrintableAscii, sanitize, tabWidth } from './sanitize.ts';

/** What a terminal puts into one cell, or two. */
export interface Glyph {
  text: string;
  /** Columns: 0, 1 or 2, and more for a few Indic clusters. */
  width: number;
}

const segmenter = new Intl.Segmenter();
/** No script needs more UTF-16 units for one glyph; a longer cluster is an attack on the terminal or on our time. */
const maxGlyphLength = 64;
const glyphWidths = new Map<string, number>();
const maxRememberedWidths = 4096;

/** Splits safe text into glyphs. O(length). */
export function* glyphsOf(text: string): Generator<Glyph> {
  for (const { segment } of segmenter.segment(text)) {
    if (segment.length > maxGlyphLength) yield { text: '\ufffd', width: 1 };
    else yield { text: segment, width: widthOfGlyph(segment) };
  }
}

/** Columns that safe text takes. O(length). */
export function displayWidth(text: string): number {
  if (isPrintableAscii(text)) return text.length;
  let width = 0;
  for (const glyph of glyphsOf(text)) width += glyph.width;
  return width;
}

/** Makes text safe for a terminal, with spaces for tabs, as it is shown from column `column` on. */
export function toSafeText(text: string, column: number): string {
  if (!text.includes('\t')) return sanitize(text);
  let safe = '';
  let position = column;
  for (const [index, part] of text.split('\t').entries()) {
    if (index > 0) {
      const gap = tabWidth - (position % tabWidth);
      safe += ' '.repeat(gap);
      position += gap;
    }
    const safePart = sanitize(part);
    safe += safePart;
    position += displayWidth(safePart);
  }
  return safe;
}

function widthOfGlyph(glyph: string): number {
  const known = glyphWidths.get(glyph);
  if (known !== undefined) return known;
  const width = stringWidth(glyph);
  if (glyphWidths.size >= maxRememberedWidths) glyphWidths.clear();
  glyphWidths.set(glyph, width);
  return width;
}
