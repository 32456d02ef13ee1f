import type { Body } from './body.ts';
import { byte, cutOffset } from './bytes.ts';
import type { Line } from './line.ts';
import type { TokenKind } from './row.ts';

export const indentWidth = 2;

/** A token of a line: fixed text, or bytes of the body that are decoded only as far as they are needed. */
export type Part = { kind: TokenKind; text: string } | { kind: TokenKind; start: number; end: number };

const comma: Part = { kind: 'punctuation', text: ',' };
const colon: Part = { kind: 'punctuation', text: ': ' };
const emptyObject: Part = { kind: 'punctuation', text: '{}' };
const emptyArray: Part = { kind: 'punctuation', text: '[]' };

/** The tokens of a line without its indentation. */
export function partsOf(body: Body, line: Line): Part[] {
  const parts = [...headOf(line), valuePartOf(body, line)];
  if (line.hasComma) parts.push(comma);
  return parts;
}

/** The tokens of a folded container on one line. */
export function foldedPartsOf(body: Body, open: Line, childCount: number, hasComma: boolean): Part[] {
  const isObject = body.bytes[open.valueStart] === byte.openBrace;
  const noun = isObject ? 'key' : 'item';
  const parts: Part[] = [
    ...headOf(open),
    { kind: 'punctuation', text: isObject ? '{' : '[' },
    { kind: 'fold', text: ` … ${childCount} ${noun}${childCount === 1 ? '' : 's'} ` },
    { kind: 'punctuation', text: isObject ? '}' : ']' },
  ];
  if (hasComma) parts.push(comma);
  return parts;
}

/** The value of a line, without key and comma. */
export function valuePartOf({ bytes }: Body, line: Line): Part {
  const { valueStart: start, valueEnd: end } = line;
  if (line.role === 'text') return { kind: 'text', start, end };
  const first = bytes[start];
  if (line.role === 'leaf') {
    // The body may have white space between the brackets.
    if (first === byte.openBrace) return emptyObject;
    if (first === byte.openBracket) return emptyArray;
  }
  return { kind: kindOf(first), start, end };
}

/** The whole text of a line as it is in the body, so not safe to print, without its indentation. */
export function textOfLine(body: Body, line: Line): string {
  let text = '';
  for (const part of partsOf(body, line)) text += 'text' in part ? part.text : decode(body, part.start, part.end);
  return text;
}

/** The text of a long line in pieces of about `pieceBytes`. */
export function* piecesOfLine(body: Body, line: Line, pieceBytes: number): Generator<string> {
  for (const part of partsOf(body, line)) {
    if ('text' in part) {
      yield part.text;
      continue;
    }
    for (let start = part.start; start < part.end; ) {
      const cut = cutOffset(body.bytes, start, part.end, pieceBytes);
      yield decode(body, start, cut);
      start = cut;
    }
  }
}

export function decode({ bytes }: Body, start: number, end: number): string {
  return bytes.toString('utf8', start, end);
}

function headOf(line: Line): Part[] {
  return line.keyEnd === undefined ? [] : [{ kind: 'key', start: line.start, end: line.keyEnd }, colon];
}

function kindOf(first: number | undefined): TokenKind {
  switch (first) {
    case byte.quote:
      return 'string';
    case 0x74: // t
    case 0x66: // f
      return 'boolean';
    case 0x6e: // n
      return 'null';
    case byte.openBrace:
    case byte.openBracket:
    case byte.closeBrace:
    case byte.closeBracket:
      return 'punctuation';
    default:
      return 'number';
  }
}
