import type { BlockIndex } from './block-index.ts';
import { byte, isSpace, skipSpace, trimSpaceEnd } from './bytes.ts';

/** A line of the shown form, as byte offsets into the body. */
export interface Line {
  number: number;
  depth: number;
  /** `open` and `close` are the brackets of a container that is not empty; `leaf` is every other JSON value. */
  role: 'open' | 'close' | 'leaf' | 'text';
  start: number;
  /** End of the key with its quotes, or undefined when the line has no key. */
  keyEnd: number | undefined;
  valueStart: number;
  valueEnd: number;
  hasComma: boolean;
}

/** Reads the lines of a block of text. O(size of the block), without the length of its last line. */
export function readTextLines(bytes: Buffer, index: BlockIndex, block: number): Line[] {
  const lines: Line[] = [];
  const count = index.lineCountOf(block);
  let start = index.startOffset(block);
  for (let i = 0; i < count; i++) {
    const next = i === count - 1 ? index.endOffset(block) : bytes.indexOf(byte.lineFeed, start) + 1;
    let end = next;
    if (end > start && bytes[end - 1] === byte.lineFeed) end--;
    if (end > start && bytes[end - 1] === byte.carriageReturn) end--;
    const number = index.firstLine(block) + i;
    lines.push({
      number,
      depth: 0,
      role: 'text',
      start,
      keyEnd: undefined,
      valueStart: start,
      valueEnd: end,
      hasComma: false,
    });
    start = next;
  }
  return lines;
}

/**
 * Reads the lines of a block of valid JSON. O(size of the block), without the value of its last line, which may be
 * megabytes long: that value ends where the next block begins, but for white space and a comma.
 */
export function readJsonLines(bytes: Buffer, index: BlockIndex, block: number): Line[] {
  const lines: Line[] = [];
  const count = index.lineCountOf(block);
  let start = index.startOffset(block);
  let inner = index.firstDepth(block) + (isClose(bytes[start]) ? 1 : 0);
  for (let i = 0; i < count; i++) {
    const isLast = i === count - 1;
    const role = isClose(bytes[start]) ? 'close' : 'leaf';
    if (role === 'close') inner--;
    const line: Line = {
      number: index.firstLine(block) + i,
      depth: inner,
      role,
      start,
      keyEnd: undefined,
      valueStart: start,
      valueEnd: start + 1,
      hasComma: false,
    };
    if (isLast) endAt(bytes, line, index.endOffset(block), index.lastIsMember(block));
    else start = readJsonLine(bytes, line);
    if (line.role === 'open') inner++;
    lines.push(line);
  }
  return lines;
}

/** Completes a line and returns where the next one begins. */
function readJsonLine(bytes: Buffer, line: Line): number {
  const end = bytes.length;
  if (line.role !== 'close') {
    if (bytes[line.start] === byte.quote) {
      const stringEnd = endOfString(bytes, line.start);
      const next = skipSpace(bytes, stringEnd, end);
      if (bytes[next] === byte.colon) {
        line.keyEnd = stringEnd;
        line.valueStart = skipSpace(bytes, next + 1, end);
      }
    }
    readValue(bytes, line);
  }
  const next = skipSpace(bytes, line.valueEnd, end);
  line.hasComma = bytes[next] === byte.comma;
  return line.hasComma ? skipSpace(bytes, next + 1, end) : next;
}

function readValue(bytes: Buffer, line: Line): void {
  const first = bytes[line.valueStart];
  if (first === byte.quote) {
    line.valueEnd = endOfString(bytes, line.valueStart);
  } else if (isOpen(first)) {
    const next = skipSpace(bytes, line.valueStart + 1, bytes.length);
    if (isClose(bytes[next])) {
      line.valueEnd = next + 1;
    } else {
      line.role = 'open';
      line.valueEnd = line.valueStart + 1;
    }
  } else {
    let position = line.valueStart;
    while (position < bytes.length && !endsScalar(bytes[position])) position++;
    line.valueEnd = position;
  }
}

/** Completes a line whose next line begins at `nextStart`. */
function endAt(bytes: Buffer, line: Line, nextStart: number, hasKey: boolean): void {
  let end = trimSpaceEnd(bytes, line.start, nextStart);
  line.hasComma = bytes[end - 1] === byte.comma;
  if (line.hasComma) end = trimSpaceEnd(bytes, line.start, end - 1);
  line.valueEnd = end;
  if (hasKey) {
    line.keyEnd = endOfString(bytes, line.start);
    const colon = skipSpace(bytes, line.keyEnd, end);
    line.valueStart = skipSpace(bytes, colon + 1, end);
  }
  if (line.role !== 'close' && isOpen(bytes[line.valueStart]) && end === line.valueStart + 1) line.role = 'open';
}

function endOfString(bytes: Buffer, start: number): number {
  let position = start + 1;
  while (position < bytes.length && bytes[position] !== byte.quote)
    position += bytes[position] === byte.backslash ? 2 : 1;
  return position + 1;
}

function isOpen(value: number | undefined): boolean {
  return value === byte.openBrace || value === byte.openBracket;
}

function isClose(value: number | undefined): boolean {
  return value === byte.closeBrace || value === byte.closeBracket;
}

function endsScalar(value: number | undefined): boolean {
  return value === byte.comma || isClose(value) || isSpace(value);
}
