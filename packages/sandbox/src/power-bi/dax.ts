import { PowerBiRefusal } from './refusal.ts';

/** What a caller may see of a model. */
export interface ModelView {
  readonly rowCounts: Readonly<Record<string, number>>;
  readonly measures: Readonly<Record<string, number>>;
}

type Value = number | string | boolean;
export type Row = Readonly<Record<string, Value>>;

/**
 * Evaluates the DAX that a sandbox understands: `EVALUATE` with `ROW(name, expression, …)`, or a `UNION` of those.
 * Expressions are numbers, texts, TRUE(), FALSE(), COUNTROWS(table), [measure], and comparisons of two of them.
 */
export function evaluateDax(query: string, model: ModelView): readonly Row[] {
  return new Evaluator(query, model).rows();
}

const TOKEN = /\s+|(?:--|\/\/)[^\n]*|("(?:[^"]|"")*"|'[^']+'|\[[^\]]+\]|-?\d+(?:\.\d+)?|\w+|<>|<=|>=|[=<>(),])/gy;

class Evaluator {
  readonly #tokens: readonly string[];
  readonly #model: ModelView;
  #position = 0;

  constructor(query: string, model: ModelView) {
    this.#tokens = tokenize(query);
    this.#model = model;
  }

  rows(): readonly Row[] {
    this.#expect('EVALUATE');
    const rows = this.#table();
    if (this.#current !== undefined) throw cannot(this.#current);
    return rows;
  }

  #table(): readonly Row[] {
    if (this.#take('UNION')) {
      const [first = [], ...others] = this.#list(() => this.#table());
      const names = Object.keys(first[0] ?? {});
      // Columns are named by the first table, and go by their place.
      return [...first, ...others.flat().map((row) => renamed(row, names))];
    }
    this.#expect('ROW');
    const columns = this.#list(() => this.#column());
    return [Object.fromEntries(columns)];
  }

  #column(): [string, Value] {
    const name = this.#next();
    if (!name.startsWith('"')) throw cannot(name);
    this.#expect(',');
    return [`[${unquoted(name)}]`, this.#comparison()];
  }

  #comparison(): Value {
    const left = this.#operand();
    const compare = COMPARISONS[this.#current ?? ''];
    if (compare === undefined) return left;
    this.#next();
    return compare(left, this.#operand());
  }

  #operand(): Value {
    const token = this.#next();
    if (token.startsWith('"')) return unquoted(token);
    if (/^-?\d/.test(token)) return Number(token);
    if (token.startsWith('[')) return find(this.#model.measures, token.slice(1, -1));
    const name = token.toUpperCase();
    if (name !== 'COUNTROWS' && name !== 'TRUE' && name !== 'FALSE') throw cannot(token);
    this.#expect('(');
    const value =
      name === 'COUNTROWS' ? find(this.#model.rowCounts, this.#next().replaceAll("'", '')) : name === 'TRUE';
    this.#expect(')');
    return value;
  }

  #list<T>(item: () => T): T[] {
    const items: T[] = [];
    this.#expect('(');
    do items.push(item());
    while (this.#take(','));
    this.#expect(')');
    return items;
  }

  get #current(): string | undefined {
    return this.#tokens[this.#position];
  }

  #next(): string {
    const token = this.#tokens[this.#position++];
    if (token === undefined) throw cannot('a query that ends here');
    return token;
  }

  #take(token: string): boolean {
    const isIt = this.#current?.toUpperCase() === token;
    if (isIt) this.#position += 1;
    return isIt;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw cannot(this.#current ?? `a query without ${token}`);
  }
}

const COMPARISONS: Readonly<Record<string, (left: Value, right: Value) => boolean>> = {
  '=': (left, right) => left === right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function tokenize(query: string): readonly string[] {
  const tokens: string[] = [];
  let end = 0;
  for (const match of query.matchAll(TOKEN)) {
    end = match.index + match[0].length;
    if (match[1] !== undefined) tokens.push(match[1]);
  }
  if (end < query.length) throw cannot(query.slice(end));
  return tokens;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll('""', '"');
}

function renamed(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(Object.values(row).map((value, index) => [names[index] ?? '', value]));
}

/** Names of tables and measures make no difference between cases. */
function find(values: Readonly<Record<string, number>>, name: string): number {
  const found = Object.entries(values).find(([each]) => each.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw failed(`The sandbox has no ${name}.`);
  return found[1];
}

function cannot(token: string): PowerBiRefusal {
  return failed(`The sandbox understands EVALUATE ROW(…) and a UNION of those, and stops at: ${token}`);
}

function failed(reason: string): PowerBiRefusal {
  const code = 'DatasetExecuteQueriesError';
  const details = [
    { code: 'DetailsMessage', detail: { type: 1, value: reason } },
    { code: 'AnalysisServicesErrorCode', detail: { type: 1, value: '3239575574' } },
  ];
  return new PowerBiRefusal(400, { body: { error: { code, 'pbi.error': { code, parameters: {}, details } } } });
}
