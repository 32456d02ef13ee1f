import type { Body } from './body.ts';
import type { Line } from './line.ts';
import type { LineRange } from './line-map.ts';
import { decode } from './line-text.ts';
import type { Path } from './paths.ts';
import { childrenOf, enclosingOf, endOf, lineAtOffset, rootOf, startOf } from './tree.ts';

/** Which node a line shows. `record` counts the values of JSON lines from 0, and is 0 for other JSON. */
export interface Location {
  record: number;
  path: Path;
}

/** What is known of the container that was looked at last at some depth. */
interface Visited {
  open: number;
  /** The child found last, from which the search for a later one goes on. */
  ordinal: number;
  child: Line | undefined;
  names: Map<string, Line> | undefined;
}

/**
 * The node that begins or ends on a line, or undefined for text. O(lines before it in the body / 64): it reads a few
 * blocks per level and jumps over the others.
 */
export function locationOf(body: Body, number: number): Location | undefined {
  let line = startOf(body, body.line(number));
  if (line.role === 'text') return undefined;
  const path: (string | number)[] = [];
  for (;;) {
    const { line: parent, ordinal } = enclosingOf(body, line.number, line.depth);
    if (!parent) return { record: ordinal, path: path.reverse() };
    path.push(line.keyEnd === undefined ? ordinal : nameOf(body, line, line.keyEnd));
    line = parent;
  }
}

/** Finds nodes by their paths. Asking one locator for many paths in the order of the body takes one pass over it. */
export class Locator {
  readonly #body: Body;
  readonly #visited: Visited[] = [];
  #root: { record: number; line: Line | undefined } | undefined;

  constructor(body: Body) {
    this.#body = body;
  }

  /** The lines of a node, or undefined when there is none. Of duplicate keys the last counts, as in `JSON.parse`. */
  rangeOf(path: Path, record = 0): LineRange | undefined {
    if (this.#body.format === 'text') return undefined;
    if (this.#root?.record !== record) this.#root = { record, line: rootOf(this.#body, record) };
    let line = this.#root.line;
    for (const step of path) {
      if (line?.role !== 'open') return undefined;
      line = typeof step === 'number' ? this.#element(line, step) : this.#member(line, step);
    }
    return line && { first: line.number, last: endOf(this.#body, line) ?? this.#body.lineCount - 1 };
  }

  #element(open: Line, ordinal: number): Line | undefined {
    const visited = this.#visit(open);
    const { child } = visited;
    if (child && visited.ordinal === ordinal) return child;
    const found =
      child && visited.ordinal < ordinal
        ? siblingAfter(this.#body, child, ordinal - visited.ordinal)
        : childrenOf(this.#body, open, ordinal).next().value;
    if (!found || found.keyEnd !== undefined) return undefined;
    visited.ordinal = ordinal;
    visited.child = found;
    return found;
  }

  #member(open: Line, name: string): Line | undefined {
    const visited = this.#visit(open);
    if (!visited.names) {
      visited.names = new Map();
      for (const child of childrenOf(this.#body, open)) {
        if (child.keyEnd !== undefined) visited.names.set(nameOf(this.#body, child, child.keyEnd), child);
      }
    }
    return visited.names.get(name);
  }

  #visit(open: Line): Visited {
    const known = this.#visited[open.depth];
    if (known?.open === open.number) return known;
    const visited = { open: open.number, ordinal: 0, child: undefined, names: undefined };
    this.#visited[open.depth] = visited;
    return visited;
  }
}

/** The lines that hold the bytes `[start, end)` of the body. O(log n). */
export function lineRangeOfBytes(body: Body, start: number, end: number): LineRange {
  return { first: lineAtOffset(body, start), last: lineAtOffset(body, Math.max(start, end - 1)) };
}

/** The `count`-th sibling behind a line; the lines around it look the same to `childrenOf` as their container. */
function siblingAfter(body: Body, line: Line, count: number): Line | undefined {
  return childrenOf(body, { ...line, depth: line.depth - 1 }, count - 1).next().value ?? undefined;
}

function nameOf(body: Body, line: Line, keyEnd: number): string {
  return JSON.parse(decode(body, line.start, keyEnd)) as string;
}
