/** The steps from the root to a node: a name for an object, an index for an array. */
export type Path = readonly (string | number)[];

const step = /\[(?:(\d+)|'((?:[^'\\]|\\.)*)')\]/gy;
const shortEscapes: Record<string, string> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', "'": "'", '\\': '\\' };
const escapeLetters = new Map(Object.entries(shortEscapes).map(([letter, character]) => [character, letter]));

/** Writes a path as a normalized path of RFC 9535, such as `$['value'][0]['id']`. */
export function formatPath(path: Path): string {
  return `$${path.map((each) => (typeof each === 'number' ? `[${each}]` : `['${escapeName(each)}']`)).join('')}`;
}

/**
 * Reads a normalized path of RFC 9535.
 *
 * @throws {SyntaxError} for anything else, also for other forms of JSONPath
 */
export function parsePath(text: string): Path {
  const path: (string | number)[] = [];
  step.lastIndex = 1;
  while (text.startsWith('$') && step.lastIndex < text.length) {
    const match = step.exec(text);
    if (!match) break;
    path.push(match[1] === undefined ? unescapeName(match[2] as string) : Number(match[1]));
    if (step.lastIndex === text.length) return path;
  }
  if (text === '$') return path;
  throw new SyntaxError(`Expected a normalized path such as $['value'][0], found ${text.slice(0, 80)}`);
}

function escapeName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 9535 escapes exactly these
  return name.replace(/[\u0000-\u001f'\\]/g, (character) => {
    const letter = escapeLetters.get(character);
    return `\\${letter ?? `u${character.charCodeAt(0).toString(16).padStart(4, '0')}`}`;
  });
}

function unescapeName(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (shortEscapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
