/** The bytes with a meaning in JSON. */
export const byte = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

export function isSpace(value: number | undefined): boolean {
  return value === byte.space || value === byte.lineFeed || value === byte.carriageReturn || value === byte.tab;
}

export function isDigit(value: number | undefined): boolean {
  return value !== undefined && value >= byte.zero && value <= byte.nine;
}

/** Length of the UTF-8 byte order mark at the start of a body, in bytes. */
export function byteOrderMarkLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** The first offset at or after `offset` that holds no JSON white space, at most `end`. */
export function skipSpace(bytes: Uint8Array, offset: number, end: number): number {
  let position = offset;
  while (position < end && isSpace(bytes[position])) position++;
  return position;
}

/** The offset behind the last byte of `[start, end)` that is no JSON white space. */
export function trimSpaceEnd(bytes: Uint8Array, start: number, end: number): number {
  let position = end;
  while (position > start && isSpace(bytes[position - 1])) position--;
  return position;
}

/**
 * The offset at most `size` bytes behind `offset` at which text can be cut, so that no UTF-8 sequence is torn; it
 * prefers to cut before an ASCII character, where a grapheme cluster is not torn either.
 */
export function cutOffset(bytes: Uint8Array, offset: number, end: number, size: number): number {
  if (end - offset <= size) return end;
  const farthest = offset + size;
  const nearest = Math.max(offset + 1, farthest - 128);
  for (let position = farthest; position >= nearest; position--) {
    const value = bytes[position] as number;
    if (value >= byte.space && value < 0x7f) return position;
  }
  let position = farthest;
  // A continuation byte is 10xxxxxx; four of them in a row are not UTF-8, so any cut is as good as another.
  while (position > farthest - 4 && position > offset + 1 && ((bytes[position] as number) & 0xc0) === 0x80) position--;
  return position;
}
