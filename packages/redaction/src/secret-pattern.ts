/**
 * Regular-expression source that matches one secret however it was encoded on its way into a text: raw, percent-encoded
 * (any subset of characters, either case), form-encoded, JSON-escaped, XML-escaped, and base64 or base64url at any of
 * the three byte alignments, so that `base64(user + ':' + secret)` is found too.
 */
export function secretPattern(secret: string): string {
  return [escapedPattern(secret), ...base64Patterns(secret)].join('|');
}

/** A secret this short is only matched as a whole word; anything else would black out unrelated text. */
const WHOLE_WORD_BELOW = 4;

function escapedPattern(secret: string): string {
  const pattern = [...secret].map(characterPattern).join('');
  return secret.length < WHOLE_WORD_BELOW ? `(?<![A-Za-z0-9])${pattern}(?![A-Za-z0-9])` : pattern;
}

const XML_ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
const JSON_ESCAPES: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };

function characterPattern(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const spellings = [percentEncoded(character), numericEntity(character), jsonUnicode(character)];
  if (character === ' ') spellings.push('\\+');
  const entity = XML_ENTITIES[character];
  if (entity !== undefined) spellings.push(`&${entity};`);
  const short = JSON_ESCAPES[character];
  if (short !== undefined) spellings.push(`\\\\+${short}`);
  // A quote, slash or backslash grows one backslash for every time the text was put into a JSON string.
  if (`"/\\`.includes(character)) spellings.push(`\\\\+${literal(character)}`);
  // The plain character comes last: it may begin one of its own encodings, as in `%25` and `&amp;`.
  return `(?:${[...spellings, literal(character)].join('|')})`;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `%${anyCaseHex(byte, 2)}`).join('');
}

function numericEntity(character: string): string {
  const code = character.codePointAt(0) as number;
  return `&#(?:${code}|[xX]0*${anyCaseHex(code, 1)});`;
}

function jsonUnicode(character: string): string {
  return character
    .split('')
    .map((unit) => `\\\\+u${anyCaseHex(unit.charCodeAt(0), 4)}`)
    .join('');
}

function anyCaseHex(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** Below this many characters a piece of base64 could stand in any text by chance. */
const SHORTEST_BASE64 = 6;

function base64Patterns(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const patterns = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Characters that also hold bits of a neighbour differ with the neighbour: only the ones in between are certain.
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(first, last);
  });
  return patterns
    .filter((core) => core.length >= SHORTEST_BASE64)
    .map((core) => [...core].map(base64Character).join(''));
}

function base64Character(character: string): string {
  if (character === '+') return '(?:[+-]|%2[Bb])';
  if (character === '/') return '(?:[/_]|%2[Ff]|\\\\+\\/)';
  return character;
}
