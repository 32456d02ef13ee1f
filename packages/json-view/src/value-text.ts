import type { Body } from './body.ts';
import { cutOffset } from './bytes.ts';
import type { Line } from './line.ts';
import { decode, indentWidth, piecesOfLine, valuePartOf } from './line-text.ts';
import { startOf } from './tree.ts';

export interface ValueTextOptions {
  /** Longest text to return, in UTF-16 units. Default is 1,000,000. */
  maxLength?: number;
  /** Gives the text of a string without quotes and escapes. Default is false. */
  unquoted?: boolean;
}

export interface ValueText {
  /** As it is in the body, so not safe to print on a terminal. */
  text: string;
  truncated: boolean;
}

/** The pretty text of the node that begins or ends on a line, without its key. O(length of the text). */
export function valueTextOf(
  body: Body,
  number: number,
  { maxLength = 1_000_000, unquoted = false }: ValueTextOptions = {},
): ValueText {
  const line = startOf(body, body.line(number));
  if (line.role === 'open') return bounded(containerText(body, line, maxLength), maxLength);
  const part = valuePartOf(body, line);
  if ('text' in part) return { text: part.text, truncated: false };
  // No UTF-16 unit takes more than 3 bytes, and a JSON escape not more than 6.
  const cut = cutOffset(body.bytes, part.start, part.end, 6 * maxLength + 6);
  const text = decode(body, part.start, cut);
  if (!unquoted || part.kind !== 'string') return bounded(text, maxLength, cut < part.end);
  return bounded(cut < part.end ? text.slice(1) : (JSON.parse(text) as string), maxLength, cut < part.end);
}

function containerText(body: Body, open: Line, maxLength: number): string {
  const parts = [decode(body, open.valueStart, open.valueEnd)];
  let length = 1;
  for (let number = open.number + 1; number < body.lineCount && length <= maxLength; number++) {
    const line = body.line(number);
    const isEnd = line.role === 'close' && line.depth === open.depth;
    const indent = ' '.repeat((line.depth - open.depth) * indentWidth);
    parts.push(`\n${indent}`);
    length += indent.length + 1;
    const pieces = isEnd ? [decode(body, line.valueStart, line.valueEnd)] : piecesOfLine(body, line, maxLength + 1);
    for (const piece of pieces) {
      parts.push(piece);
      length += piece.length;
      if (length > maxLength) break;
    }
    if (isEnd) break;
  }
  return parts.join('');
}

function bounded(text: string, maxLength: number, alreadyCut = false): ValueText {
  const truncated = alreadyCut || text.length > maxLength;
  return { text: text.slice(0, maxLength), truncated };
}
