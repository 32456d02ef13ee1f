import { TemplateSyntaxError } from './syntax.ts';

export type Token =
  | { readonly kind: 'name' | 'string' | 'symbol'; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'number';
      readonly text: string;
      readonly value: number;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'end'; readonly text: '}}'; readonly start: number; readonly end: number };

const SPACE = /\s*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*(?:-+[A-Za-z0-9_]+)*/y;
const NUMBER = /-?\d+(?:\.\d+)?/y;
const STRING = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/sy;
const SYMBOL = /[.[\](),|]/y;

/** Reads one expression from after its `{{` up to and including `}}`. */
export function tokenize(template: string, open: number): Token[] {
  const tokens: Token[] = [];
  let at = open + 2;
  for (;;) {
    at += match(SPACE, template, at)?.[0].length ?? 0;
    const token = tokenAt(template, at, open);
    tokens.push(token);
    if (token.kind === 'end') return tokens;
    at = token.end;
  }
}

function tokenAt(template: string, start: number, open: number): Token {
  if (start >= template.length) {
    throw new TemplateSyntaxError(
      '`{{` is never closed.',
      open,
      "Close it with `}}`; for the text itself write {{ '{{' }}.",
    );
  }
  if (template.startsWith('}}', start)) return { kind: 'end', text: '}}', start, end: start + 2 };
  const string = match(STRING, template, start);
  if (string !== undefined) {
    const text = (string[1] ?? string[2] ?? '').replace(/\\(.)/gs, '$1');
    return { kind: 'string', text, start, end: start + string[0].length };
  }
  const name = match(NAME, template, start)?.[0];
  if (name !== undefined) return { kind: 'name', text: name, start, end: start + name.length };
  const number = match(NUMBER, template, start)?.[0];
  if (number !== undefined) {
    return { kind: 'number', text: number, value: Number(number), start, end: start + number.length };
  }
  const symbol = match(SYMBOL, template, start)?.[0];
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, start, end: start + 1 };
  throw unexpectedCharacter(template, start, open);
}

function unexpectedCharacter(template: string, start: number, open: number): TemplateSyntaxError {
  const character = String.fromCodePoint(template.codePointAt(start) ?? 0);
  if (character === "'" || character === '"') {
    return new TemplateSyntaxError('A quoted text in a template is never closed.', open, `Close it with ${character}.`);
  }
  return new TemplateSyntaxError(
    `\`${character}\` has no meaning in a template.`,
    open,
    character === '$'
      ? 'Variables are written without `$`: {{ name }}.'
      : "Write {{ name }}, {{ env.NAME }}, {{ uuid() }} or {{ name | filter }}; for the text `{{` itself write {{ '{{' }}.",
  );
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
