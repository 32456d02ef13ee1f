import type { Body } from './body.ts';
import type { Line } from './line.ts';

/** The line before `number` that has a smaller depth than `depth`, and what lies between. */
interface Enclosing {
  line: Line | undefined;
  /** How many values begin at `depth` between the two lines. */
  ordinal: number;
}

/**
 * Finds the container around a line, and which child of it the line begins. Reads at most two blocks and jumps over
 * the others: O(distance / 64).
 */
export function enclosingOf(body: Body, number: number, depth: number): Enclosing {
  const index = body.index;
  let ordinal = 0;
  const last = index.blockOfLine(number);
  for (let block = last; block >= 0; block--) {
    if (block !== last && index.minDepth(block) >= depth) {
      if (index.minDepth(block) === depth) ordinal += index.startsAtMinDepth(block);
      continue;
    }
    const lines = body.linesOf(block);
    for (let i = Math.min(number - index.firstLine(block), lines.length) - 1; i >= 0; i--) {
      const line = lines[i] as Line;
      if (line.depth < depth) return { line, ordinal };
      if (line.depth === depth && line.role !== 'close') ordinal++;
    }
  }
  return { line: undefined, ordinal };
}

/** The line where the node of a line begins: for a closing bracket that is the opening one. O(distance / 64). */
export function startOf(body: Body, line: Line): Line {
  if (line.role !== 'close') return line;
  return enclosingOf(body, line.number, line.depth + 1).line ?? line;
}

/**
 * The last line of the node that begins at `line`: its closing bracket, or the line itself; undefined when it is not
 * indexed yet. O(distance / 64).
 */
export function endOf(body: Body, line: Line): number | undefined {
  return line.role === 'open' ? nextAtMost(body, line.number, line.depth)?.number : line.number;
}

/** How many values a container holds. O(its lines / 64). */
export function childCountOf(body: Body, open: Line): number {
  const end = endOf(body, open) ?? body.lineCount;
  return enclosingOf(body, end, open.depth + 1).ordinal;
}

/** Goes through the values in a container, from its `skip`-th on; blocks inside deeper values are not read. */
export function* childrenOf(body: Body, open: Line, skip = 0): Generator<Line> {
  const index = body.index;
  const depth = open.depth + 1;
  const first = index.blockOfLine(open.number);
  let left = skip;
  for (let block = first; block < index.blockCount; block++) {
    if (block !== first && index.minDepth(block) >= depth) {
      const starts = index.minDepth(block) === depth ? index.startsAtMinDepth(block) : 0;
      if (starts === 0 || starts <= left) {
        left -= starts;
        continue;
      }
    }
    for (const line of body.linesOf(block)) {
      if (line.number <= open.number) continue;
      if (line.depth < depth) return;
      if (line.depth === depth && line.role !== 'close' && left-- <= 0) yield line;
    }
  }
}

/** The `ordinal`-th value at the top of the body, of which only JSON lines have more than one. */
export function rootOf(body: Body, ordinal: number): Line | undefined {
  const index = body.index;
  let left = ordinal;
  for (let block = 0; block < index.blockCount; block++) {
    const starts = index.minDepth(block) === 0 ? index.startsAtMinDepth(block) : 0;
    if (starts <= left) {
      left -= starts;
      continue;
    }
    for (const line of body.linesOf(block)) {
      if (line.depth === 0 && line.role !== 'close' && left-- === 0) return line;
    }
  }
  return undefined;
}

/** The line that a byte of the body belongs to. O(log n). */
export function lineAtOffset(body: Body, offset: number): number {
  if (body.lineCount === 0) throw new RangeError('The body has no lines');
  const lines = body.linesOf(body.index.blockOfOffset(Math.min(offset, body.index.end - 1)));
  return (lines.findLast((line) => line.start <= offset) ?? (lines[0] as Line)).number;
}

function nextAtMost(body: Body, number: number, depth: number): Line | undefined {
  const index = body.index;
  const first = index.blockOfLine(number);
  for (let block = first; block < index.blockCount; block++) {
    if (block !== first && index.minDepth(block) > depth) continue;
    const found = body.linesOf(block).find((line) => line.number > number && line.depth <= depth);
    if (found) return found;
  }
  return undefined;
}
