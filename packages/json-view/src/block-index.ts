const maxLinesPerBlock = 64;
const maxBytesBeforeLastLine = 4096;
const maxBodyBytes = 0xffff_ffff;

/** What begins on a line: a value without key, a value with key, or nothing because it closes a container. */
export type LineKind = 'element' | 'member' | 'close';

/**
 * Knows where lines begin, without an entry per line: every 64 lines or 4 KiB form a block, and what lies inside
 * is read again when it is needed. Takes 15 bytes a block, which is at most 0.24 bytes per byte of the body.
 *
 * The smallest depth of each block lets questions about the tree jump over blocks that are inside one subtree.
 */
export class BlockIndex {
  #offsets = new Uint32Array(64);
  #lines = new Uint32Array(64);
  #depths = new Uint16Array(64);
  #minDepths = new Uint16Array(64);
  #starts = new Uint8Array(64);
  #lastIsMember = new Uint8Array(64);
  #blocks = 0;
  #added = 0;
  #end = 0;
  #finished = false;

  constructor(bodyBytes: number) {
    if (bodyBytes > maxBodyBytes) throw new RangeError('A body of 4 GiB or more has to be shown from a file');
  }

  get blockCount(): number {
    return this.#blocks;
  }

  /** Lines whose end is known. */
  get lineCount(): number {
    return this.#finished ? this.#added : Math.max(0, this.#added - 1);
  }

  /** Byte offset at which the known lines end. */
  get end(): number {
    return this.#end;
  }

  /**
   * Adds the line that begins at `offset`, and so ends the line before it.
   */
  add(offset: number, depth: number, kind: LineKind): void {
    const isStart = kind !== 'close';
    let block = this.#blocks - 1;
    if (
      block < 0 ||
      this.#added - (this.#lines[block] as number) === maxLinesPerBlock ||
      offset - (this.#offsets[block] as number) >= maxBytesBeforeLastLine
    ) {
      block = this.#openBlock(offset, depth);
    }
    const minDepth = this.#minDepths[block] as number;
    if (depth < minDepth) {
      this.#minDepths[block] = depth;
      this.#starts[block] = isStart ? 1 : 0;
    } else if (depth === minDepth && isStart) {
      this.#starts[block] = (this.#starts[block] as number) + 1;
    }
    this.#lastIsMember[block] = kind === 'member' ? 1 : 0;
    this.#added++;
    this.#end = offset;
  }

  /** Ends the last line and gives back spare memory. */
  finish(end: number): void {
    this.#end = end;
    this.#finished = true;
    this.#resize(this.#blocks);
  }

  /** The block that holds a line. O(log n). */
  blockOfLine(line: number): number {
    return lastAtMost(this.#lines, this.#blocks, line);
  }

  /** The block that holds a byte, or the first one when the byte is before every line. O(log n). */
  blockOfOffset(offset: number): number {
    return Math.max(0, lastAtMost(this.#offsets, this.#blocks, offset));
  }

  firstLine(block: number): number {
    return this.#lines[block] as number;
  }

  lineCountOf(block: number): number {
    const end = block + 1 < this.#blocks ? (this.#lines[block + 1] as number) : this.lineCount;
    return end - this.firstLine(block);
  }

  startOffset(block: number): number {
    return this.#offsets[block] as number;
  }

  endOffset(block: number): number {
    return block + 1 < this.#blocks ? (this.#offsets[block + 1] as number) : this.#end;
  }

  /** Depth of the first line of a block. */
  firstDepth(block: number): number {
    return this.#depths[block] as number;
  }

  minDepth(block: number): number {
    return this.#minDepths[block] as number;
  }

  /** How many lines at the smallest depth of a block begin a value, which a closing bracket does not. */
  startsAtMinDepth(block: number): number {
    return this.#starts[block] as number;
  }

  /** Whether the last line of a block has a key; it may be too long to look for one. */
  lastIsMember(block: number): boolean {
    return this.#lastIsMember[block] === 1;
  }

  #openBlock(offset: number, depth: number): number {
    const block = this.#blocks++;
    if (block === this.#offsets.length) this.#resize(block * 2);
    this.#offsets[block] = offset;
    this.#lines[block] = this.#added;
    this.#depths[block] = depth;
    this.#minDepths[block] = depth;
    this.#starts[block] = 0;
    return block;
  }

  #resize(length: number): void {
    this.#offsets = resized(this.#offsets, new Uint32Array(length));
    this.#lines = resized(this.#lines, new Uint32Array(length));
    this.#depths = resized(this.#depths, new Uint16Array(length));
    this.#minDepths = resized(this.#minDepths, new Uint16Array(length));
    this.#starts = resized(this.#starts, new Uint8Array(length));
    this.#lastIsMember = resized(this.#lastIsMember, new Uint8Array(length));
  }
}

function resized<A extends Uint8Array | Uint16Array | Uint32Array>(from: A, to: A): A {
  to.set(from.subarray(0, to.length));
  return to;
}

/** Index of the last of the first `length` ascending numbers that is at most `value`, or -1. */
export function lastAtMost(numbers: ArrayLike<number>, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
