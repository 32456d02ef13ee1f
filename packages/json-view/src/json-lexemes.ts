import { byte, isDigit } from './bytes.ts';

const literals = ['true', 'false', 'null'].map((text) => Buffer.from(text));

/** Length of the JSON number at `offset` in bytes, or 0 when there is none. */
export function numberLength(bytes: Uint8Array, offset: number): number {
  let position = offset;
  if (bytes[position] === byte.minus) position++;
  const firstDigit = position;
  position = skipDigits(bytes, position);
  if (position === firstDigit) return 0;
  if (bytes[firstDigit] === byte.zero && position > firstDigit + 1) return 0;
  if (bytes[position] === byte.dot) {
    const fraction = position + 1;
    position = skipDigits(bytes, fraction);
    if (position === fraction) return 0;
  }
  // 0x20 is the bit that tells e from E.
  if (((bytes[position] ?? 0) | 0x20) === 0x65) {
    const sign = bytes[position + 1];
    const exponent = position + (sign === 0x2b || sign === byte.minus ? 2 : 1);
    position = skipDigits(bytes, exponent);
    if (position === exponent) return 0;
  }
  return position - offset;
}

/** Length of `true`, `false` or `null` at `offset` in bytes, or 0. */
export function literalLength(bytes: Uint8Array, offset: number): number {
  const literal = literals.find((each) => each.every((value, index) => bytes[offset + index] === value));
  return literal?.length ?? 0;
}

/** Length of the escape sequence at `offset` in bytes, or 0 when JSON has no such escape. */
export function escapeLength(bytes: Uint8Array, offset: number): number {
  switch (bytes[offset + 1]) {
    case byte.quote:
    case byte.backslash:
    case 0x2f: // solidus
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return 2;
    case 0x75: // u
      return [2, 3, 4, 5].every((index) => isHexDigit(bytes[offset + index])) ? 6 : 0;
    default:
      return 0;
  }
}

function skipDigits(bytes: Uint8Array, offset: number): number {
  let position = offset;
  while (isDigit(bytes[position])) position++;
  return position;
}

function isHexDigit(value: number | undefined): boolean {
  if (value === undefined) return false;
  const lower = value | 0x20;
  return isDigit(value) || (lower >= 0x61 && lower <= 0x66);
}
