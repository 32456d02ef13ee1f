import type { Line } from '../ui/lines.tsx';

/** One line of text that is being edited. */
export interface LineText {
  readonly text: string;
  /** Index into the text, always between two characters as people see them. */
  readonly cursor: number;
}

/** A text with the cursor behind it. */
export function lineText(text: string): LineText {
  return { text, cursor: text.length };
}

/** The line after a key; keys that mean nothing here leave it as it is. */
export function editLine(line: LineText, key: string): LineText {
  const { text, cursor } = line;
  switch (key) {
    case 'left':
    case 'ctrl+b':
      return { text, cursor: before(line) };
    case 'right':
    case 'ctrl+f':
      return { text, cursor: after(line) };
    case 'home':
    case 'ctrl+a':
      return { text, cursor: 0 };
    case 'end':
    case 'ctrl+e':
      return lineText(text);
    case 'backspace':
      return without(line, before(line), cursor);
    case 'delete':
    case 'ctrl+d':
      return without(line, cursor, after(line));
    case 'ctrl+k':
      return without(line, cursor, text.length);
    case 'ctrl+u':
      return without(line, 0, cursor);
    case 'ctrl+w':
      return without(line, /\S*\s*$/u.exec(text.slice(0, cursor))?.index ?? 0, cursor);
    default:
      return isCharacter(key) ? insert(line, key) : line;
  }
}

/** The line as it is shown, with the character at the cursor marked. */
export function editedSpans({ text, cursor }: LineText): Line {
  const end = after({ text, cursor });
  return [
    { text: text.slice(0, cursor) },
    { text: end === cursor ? ' ' : text.slice(cursor, end), inverse: true },
    { text: text.slice(end) },
  ];
}

function insert({ text, cursor }: LineText, character: string): LineText {
  return { text: text.slice(0, cursor) + character + text.slice(cursor), cursor: cursor + character.length };
}

function without({ text }: LineText, start: number, end: number): LineText {
  return { text: text.slice(0, start) + text.slice(end), cursor: start };
}

/** Where the character before the cursor starts. */
function before({ text, cursor }: LineText): number {
  return cursor - (charactersOf(text.slice(0, cursor)).at(-1)?.length ?? 0);
}

/** Where the character at the cursor ends. */
function after({ text, cursor }: LineText): number {
  return cursor + (charactersOf(text.slice(cursor))[0]?.length ?? 0);
}

function charactersOf(text: string): readonly string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}

/** Names of keys are words; what can be typed is one character. */
function isCharacter(key: string): boolean {
  return charactersOf(key).length === 1;
}
