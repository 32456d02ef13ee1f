import type { Body } from './body.ts';
import { cutOffset } from './bytes.ts';
import { toSafeText } from './columns.ts';
import type { Line } from './line.ts';
import { decode, indentWidth, type Part } from './line-text.ts';
import { type Row, RowClip } from './row.ts';

const smallestPiece = 256;
const largestPiece = 16 * 1024;

export interface RenderOptions {
  left: number;
  right: number;
  folded: boolean;
}

/** Builds a row from the parts of a line. Decodes no byte right of `right`. */
export function renderRow(body: Body, line: Line, parts: Part[], { left, right, folded }: RenderOptions): Row {
  const indent = line.depth * indentWidth;
  const clip = new RowClip(indent, left, right);
  clip.clippedRight = indent > right;
  for (const part of parts) {
    if ('text' in part) clip.add(part.kind, part.text);
    else addBytes(body, part, clip);
  }
  return {
    line: line.number,
    depth: line.depth,
    role: line.role,
    folded,
    indent: Math.max(0, Math.min(indent, right) - left),
    tokens: clip.tokens,
    clipped: { left: left > 0 && clip.column > 0, right: clip.clippedRight },
  };
}

function addBytes(body: Body, part: Extract<Part, { start: number }>, clip: RowClip): void {
  let { start } = part;
  let joined: string | undefined;
  const before = clip.tokens.length;
  while (start < part.end) {
    if (clip.isFull) {
      clip.clippedRight = true;
      break;
    }
    const needed = Math.min(largestPiece, Math.max(smallestPiece, (clip.right - clip.column) * 2));
    const cut = cutOffset(body.bytes, start, part.end, needed);
    clip.add(part.kind, toSafeText(decode(body, start, cut), clip.column));
    start = cut;
  }
  // A token that was decoded in pieces is still one token.
  if (clip.tokens.length > before + 1) {
    joined = clip.tokens
      .splice(before)
      .map((token) => token.text)
      .join('');
    clip.tokens.push({ text: joined, kind: part.kind });
  }
}
