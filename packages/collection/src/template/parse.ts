import { BoundedCache } from '../bounded-cache.ts';
import { suggestion } from '../suggest.ts';
import { FILTERS } from './filters.ts';
import { FUNCTIONS } from './functions.ts';
import { type Expression, type Segment, type Template, TemplateSyntaxError } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';

const parsed = new BoundedCache<string, Template>(2_000);

/** Calls nest no deeper, so that no input can exhaust the stack. */
const DEEPEST = 32;

/** Whether a string holds a template at all; most do not, and need no parsing. */
export function isTemplate(text: string): boolean {
  return text.includes('{{');
}

/**
 * Parses a template, or finds it parsed.
 *
 * @throws {TemplateSyntaxError}
 */
export function parseTemplate(text: string): Template {
  return parsed.get(text, () => parseSegments(text));
}

function parseSegments(text: string): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', at)) {
    if (open > at) segments.push({ kind: 'text', text: text.slice(at, open) });
    const tokens = tokenize(text, open);
    const expression = new ExpressionParser(tokens, open).parse();
    at = tokens.at(-1)?.end ?? text.length;
    segments.push({ kind: 'expression', expression, source: text.slice(open, at) });
  }
  if (at < text.length) segments.push({ kind: 'text', text: text.slice(at) });
  return segments;
}

/** Recursive descent over the tokens of one `{{ … }}`. */
class ExpressionParser {
  readonly #tokens: readonly Token[];
  readonly #open: number;
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], open: number) {
    this.#tokens = tokens;
    this.#open = open;
  }

  parse(): Expression {
    if (this.#tokens.length === 1) {
      throw this.#error(
        'A template is empty.',
        "Write a name inside: {{ name }}; for the text itself write {{ '{{' }}.",
      );
    }
    const expression = this.#pipeline();
    if (this.#current.kind !== 'end') throw this.#unexpected('`}}`');
    return expression;
  }

  /** value | filter | filter(…) */
  #pipeline(): Expression {
    if (++this.#depth > DEEPEST) throw this.#error('A template is nested too deeply.', 'Use variables for its parts.');
    let expression = this.#path();
    while (this.#take('|')) {
      const name = this.#known(FILTERS, 'filter');
      const parameters = this.#take('(') ? this.#parameters() : [];
      this.#checkCount(name, parameters.length, FILTERS[name]?.parameters);
      expression = { kind: 'filter', name, input: expression, parameters };
    }
    this.#depth--;
    return expression;
  }

  /** value.member[0]['member'] */
  #path(): Expression {
    let expression = this.#primary();
    for (;;) {
      if (this.#take('.')) expression = member(expression, this.#name('a member name'));
      else if (this.#take('[')) expression = member(expression, this.#index());
      else break;
    }
    if (expression.kind === 'variable' && expression.name === 'env') {
      throw this.#error('`env` alone is not a value.', 'Name the environment variable: {{ env.NAME }}.');
    }
    return expression;
  }

  #primary(): Expression {
    const token = this.#next();
    if (token.kind === 'string') return { kind: 'literal', value: token.text };
    if (token.kind === 'number') return { kind: 'literal', value: token.value };
    if (token.kind !== 'name') throw this.#unexpected('a name', token);
    if (this.#current.text === '(' && this.#current.kind === 'symbol') return this.#call();
    if (KEYWORDS.has(token.text)) return { kind: 'literal', value: KEYWORDS.get(token.text) ?? null };
    return { kind: 'variable', name: token.text };
  }

  #call(): Expression {
    this.#position--;
    const name = this.#known(FUNCTIONS, 'function');
    this.#take('(');
    const parameters = this.#parameters();
    this.#checkCount(name, parameters.length, FUNCTIONS[name]?.parameters);
    return { kind: 'call', name, parameters };
  }

  #parameters(): Expression[] {
    const parameters: Expression[] = [];
    if (this.#take(')')) return parameters;
    do parameters.push(this.#pipeline());
    while (this.#take(','));
    if (!this.#take(')')) throw this.#unexpected('`)`');
    return parameters;
  }

  #index(): string | number {
    const token = this.#next();
    if (token.kind !== 'string' && token.kind !== 'number') throw this.#unexpected('an index or a quoted name', token);
    if (!this.#take(']')) throw this.#unexpected('`]`');
    return token.kind === 'number' ? token.value : token.text;
  }

  #name(expected: string): string {
    const token = this.#next();
    if (token.kind !== 'name') throw this.#unexpected(expected, token);
    return token.text;
  }

  #known(table: Readonly<Record<string, unknown>>, kind: 'function' | 'filter'): string {
    const name = this.#name(`a ${kind}`);
    if (Object.hasOwn(table, name)) return name;
    const names = Object.keys(table);
    throw this.#error(`There is no ${kind} \`${name}\`.`, suggestion(name, names, `There are these ${kind}s`) ?? '');
  }

  #checkCount(name: string, count: number, expected = 0): void {
    if (count === expected) return;
    throw this.#error(
      `\`${name}\` takes ${counted(expected)}, not ${count}.`,
      'Correct what stands in its parentheses.',
    );
  }

  get #current(): Token {
    // The last token is always the end, and nothing steps over it.
    return this.#tokens[this.#position] as Token;
  }

  #next(): Token {
    const token = this.#current;
    if (token.kind !== 'end') this.#position++;
    return token;
  }

  #take(symbol: string): boolean {
    const found = this.#current.kind === 'symbol' && this.#current.text === symbol;
    if (found) this.#position++;
    return found;
  }

  #unexpected(expected: string, token = this.#current): TemplateSyntaxError {
    return this.#error(
      `A template has \`${token.text}\` where ${expected} is expected.`,
      'Write {{ name }}, {{ name.member[0] }}, {{ uuid() }} or {{ name | filter }}.',
    );
  }

  #error(message: string, hint: string): TemplateSyntaxError {
    return new TemplateSyntaxError(message, this.#open, hint);
  }
}

const KEYWORDS = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function member(object: Expression, key: string | number): Expression {
  const fromEnvironment = object.kind === 'variable' && object.name === 'env' && typeof key === 'string';
  return fromEnvironment ? { kind: 'environment', name: key } : { kind: 'member', object, key };
}

function counted(count: number): string {
  return count === 0 ? 'no values' : count === 1 ? 'one value' : `${count} values`;
}
