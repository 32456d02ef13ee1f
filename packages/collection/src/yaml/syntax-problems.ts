import { LocatedError } from '@waybill/errors';
import { type Document, visit, type YAMLError } from 'yaml';
import type { Places } from './source.ts';

type YamlCode = YAMLError['code'];

const FALLBACK: Explanation = [
  'The YAML can not be read here.',
  'Check indentation, colons and quotes on this line and the one before.',
];

/** What the parser's codes mean. Its own messages are not used: they may repeat what the file holds, even a secret. */
const EXPLANATIONS: Partial<Record<YamlCode, Explanation>> = {
  TAB_AS_INDENT: ['A tab is used for indentation.', 'YAML indents with spaces; use two for each level.'],
  BAD_INDENT: [
    'The indentation does not fit the lines around it.',
    'Align keys of one mapping, and close every [ and {.',
  ],
  MULTIPLE_DOCS: ['The file holds a second YAML document.', 'Put it into a file of its own, or remove the line `---`.'],
  TAG_RESOLVE_FAILED: [
    'YAML tags are not supported.',
    'Remove the word that starts with `!`, or put the value into quotes.',
  ],
  NON_STRING_KEY: ['A key must be a plain word.', 'Put the key into quotes if it holds brackets or braces.'],
  MISSING_CHAR: [
    'A closing quote, bracket, comma or colon is missing.',
    'Close every quote and bracket opened before.',
  ],
  BAD_SCALAR_START: ['A value can not start with this character.', 'Put the value into quotes.'],
  BLOCK_AS_IMPLICIT_KEY: [
    'A value holds a second `: `.',
    'Put the value into quotes, or its keys on lines of their own.',
  ],
  BLOCK_IN_FLOW: ['Indented lines can not stand inside [ ] or { }.', 'Use one of the two styles.'],
  BAD_DQ_ESCAPE: [
    'The text in double quotes has an unknown escape.',
    'Write `\\\\` for a backslash, or use single quotes.',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'A key goes over several lines, or its colon is missing.',
    'Write `key: value` on one line.',
  ],
  BAD_ALIAS: ['The alias is not valid.', 'Put the value into quotes if it is a text that starts with `*` or `&`.'],
  RESOURCE_EXHAUSTION: ['The file is nested too deeply.', 'Flatten it: no request needs that many levels.'],
  UNEXPECTED_TOKEN: [
    'Something follows here that does not belong to the value before.',
    'Quote the whole value, and check the indentation.',
  ],
};

/** Mistakes that leave the structure around them intact, so that all of them are worth reporting. */
const LOCAL: readonly YamlCode[] = [
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'NON_STRING_KEY',
  'TAB_AS_INDENT',
  'TAG_RESOLVE_FAILED',
];

/** Says in our words what the parser complains about, without what only follows from an earlier mistake. */
export function explainYamlErrors(document: Document.Parsed, text: string, places: Places): LocatedError[] {
  const problems = new Map<number, LocatedError>();
  let lost = false;
  for (const error of [...document.errors, ...document.warnings]) {
    const { code, pos } = error;
    const { line } = places.at(pos[0]);
    const isLocal = LOCAL.includes(code);
    if (problems.has(line) || (lost && !isLocal)) continue;
    const [message, hint, offset = pos[0]] =
      slipOnLine(text, pos[0]) ?? openQuote(document, error) ?? EXPLANATIONS[code] ?? FALLBACK;
    problems.set(line, new LocatedError('ERR_YAML_SYNTAX', message, places.at(offset), { hint }));
    lost ||= !isLocal;
  }
  return [...problems.values()];
}

/** The parser notices an open quote at the end of the file; the mistake is where the quote starts. */
function openQuote(document: Document.Parsed, { code, pos }: YAMLError): Explanation | undefined {
  if (code !== 'MISSING_CHAR') return undefined;
  let start: number | undefined;
  visit(document, {
    Scalar: (_, { type, range }) => {
      if (type?.startsWith('QUOTE') && range && range[0] < pos[0] && pos[0] <= range[2]) start = range[0];
    },
  });
  return start === undefined
    ? undefined
    : ['The quote that opens here is never closed.', 'Close it on the same line.', start];
}

const LONGEST_LINE = 2_000;

type Explanation = readonly [message: string, hint: string, offset?: number];

/** Two slips that YAML itself can not explain, as both are valid starts of something else. */
function slipOnLine(text: string, offset: number): Explanation | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end === -1 ? text.length : end);
  // Looking behind costs the square of the length, and nobody writes such lines by hand.
  if (line.length > LONGEST_LINE) return undefined;
  const template = unquoted(line, /\{\{/g);
  if (template !== undefined) {
    const message = 'This template needs quotes: YAML reads its braces as a mapping.';
    return [message, 'Put quotes around the whole value: "{{ name }}".', start + template];
  }
  const path = unquoted(line, /(?<=[{,].*)\$[^\s"',{}]*\[/g);
  if (path === undefined) return undefined;
  const message = 'Inside { } a JSONPath with brackets needs quotes: YAML reads them as a list.';
  return [
    message,
    'Put quotes around the path: { id: "$.value[0].id" }, or write it on a line of its own.',
    start + path,
  ];
}

/** Where a pattern first matches on a line outside quotes. */
function unquoted(line: string, pattern: RegExp): number | undefined {
  for (const { index } of line.matchAll(pattern)) {
    const before = line.slice(0, index);
    if (['"', "'"].every((quote) => before.split(quote).length % 2 === 1)) return index;
  }
  return undefined;
}
