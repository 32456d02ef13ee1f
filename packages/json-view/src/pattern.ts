import { createContext, Script } from 'node:vm';

/** What to look for. */
export interface Query {
  text: string;
  /** `text` stands for itself, or is a JavaScript regular expression. Default is `text`. */
  syntax?: 'text' | 'regex';
  ignoreCase?: boolean;
}

/** Finds a query in texts. */
export interface Pattern {
  /**
   * A quick test on bytes of the body as received: no line within can match when it is false. Undefined when there
   * is no such test.
   */
  readonly hint: RegExp | undefined;
  /**
   * Finds all matches that are not empty.
   *
   * @returns three numbers a match: index of the text, start and end in UTF-16 units
   * @throws {PatternTimeoutError}
   */
  find(texts: readonly string[]): readonly number[];
}

/** A regular expression took too long, as those with nested repetition do. */
export class PatternTimeoutError extends Error {
  override name = 'PatternTimeoutError';
  readonly code = 'ERR_PATTERN_TIMEOUT';
}

/** Longest time in milliseconds that a regular expression may take for one batch of lines. */
const maxBatchMs = 250;

/** @throws {SyntaxError} when a regular expression is not valid */
export function createPattern({ text, syntax = 'text', ignoreCase = false }: Query): Pattern {
  const flags = ignoreCase ? 'giu' : 'gu';
  if (syntax === 'regex') return guardedPattern(compile(text, ignoreCase ? 'gi' : 'g'));
  const expression = new RegExp(escapeSyntax(text), flags);
  // Spaces and structure differ between the shown and the received form, so only what lies between can be tested.
  const fragment = text.split(/[\s:,{}[\]]+/).reduce((a, b) => (b.length > a.length ? b : a));
  const hint = fragment === '' ? undefined : new RegExp(escapeSyntax(fragment), flags.slice(1));
  return { hint, find: (texts) => findAll(expression, texts) };
}

/** Prefers the `u` flag, but accepts what only works without it, such as the escape in `\"name\"`. */
function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    return new RegExp(source, flags);
  }
}

/** Only the timeout of a `vm` script can stop a regular expression that backtracks without end. */
function guardedPattern(expression: RegExp): Pattern {
  const context = createContext({ texts: [], source: expression.source, flags: expression.flags });
  new Script(`const findAll = ${findAll}; const expression = new RegExp(source, flags);`).runInContext(context);
  const script = new Script('findAll(expression, texts)');
  return {
    hint: undefined,
    find(texts) {
      context.texts = texts;
      try {
        return script.runInContext(context, { timeout: maxBatchMs }) as number[];
      } catch (cause) {
        throw new PatternTimeoutError('The pattern takes too long on this body', { cause });
      }
    },
  };
}

// Its source is also run inside the `vm` context, so it may use nothing from outside.
function findAll(expression: RegExp, texts: readonly string[]): number[] {
  const found: number[] = [];
  for (let index = 0; index < texts.length; index++) {
    const text = texts[index] as string;
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      const length = match[0].length;
      if (length > 0) found.push(index, match.index, match.index + length);
      else expression.lastIndex++;
    }
  }
  return found;
}

function escapeSyntax(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
