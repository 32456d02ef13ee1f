import { type Body, type ColumnRange, type Highlight, type Match, type Query, Search } from '@waybill/json-view';
import { runShown } from './run-shown.ts';

/** A search in a body: what was typed, what was found, and which match the cursor is on. */
export class BodySearch {
  /** As it was typed. */
  readonly text: string;
  readonly #cancellation = new AbortController();
  #found: Search | undefined;
  #current: number | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Searches, and calls `changed` whenever there is more to show. */
  async run(body: Body, changed: () => void): Promise<void> {
    const { signal } = this.#cancellation;
    if (signal.aborted) return;
    this.#found = new Search(body, parseQuery(this.text));
    await runShown(this.#found, changed, signal);
  }

  /** Ends the search; `changed` is not called any more. */
  cancel(): void {
    this.#cancellation.abort();
  }

  get hasCurrent(): boolean {
    return this.#current !== undefined;
  }

  /** Goes to the first match at a place or behind it; once all is searched, to the first of all. */
  enter(line: number): Match | undefined {
    const ahead = this.#found?.next({ line, column: -1 });
    return this.#goTo(ahead ?? (this.#found?.done && this.#found.count > 0 ? 0 : undefined));
  }

  /** Goes to the next or previous match as seen from a line, around the ends. */
  turn(step: 1 | -1, line: number): Match | undefined {
    const found = this.#found;
    if (found === undefined || found.count === 0) return undefined;
    const current = this.#current === undefined ? undefined : found.at(this.#current);
    const start = current?.line === line ? current.start : undefined;
    return this.#goTo(
      step === 1
        ? (found.next({ line, column: start ?? -1 }) ?? 0)
        : (found.previous({ line, column: start ?? 0 }) ?? found.count - 1),
    );
  }

  #goTo(index: number | undefined): Match | undefined {
    if (index === undefined) return undefined;
    this.#current = index;
    return this.#found?.at(index);
  }

  /** What to mark on a line. */
  marksOn(line: number): readonly (ColumnRange & { highlight: Highlight })[] {
    const current = this.#current === undefined ? undefined : this.#found?.at(this.#current);
    return (this.#found?.onLine(line) ?? []).map((match) => ({
      ...match,
      highlight: match.line === current?.line && match.start === current.start ? 'current' : 'match',
    }));
  }

  /** How it goes, in a few words. */
  get summary(): string {
    const found = this.#found;
    if (found === undefined) return 'waiting';
    if (found.failure !== undefined) return found.failure.message;
    const count = `${found.count}${found.isCapped || !found.done ? '+' : ''}`;
    if (found.count === 0) return found.done ? 'no match' : 'searching';
    return this.#current === undefined ? `${count} matches` : `${this.#current + 1} of ${count}`;
  }
}

/** `/…/` is a regular expression, anything else stands for itself. Capital letters are told apart once there is one. */
function parseQuery(typed: string): Query {
  const expression = /^\/(.+)\/(i?)$/s.exec(typed);
  if (expression !== null) {
    return { text: expression[1] as string, syntax: 'regex', ignoreCase: expression[2] === 'i' };
  }
  return { text: typed, ignoreCase: typed === typed.toLowerCase() };
}
