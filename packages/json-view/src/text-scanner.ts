import type { BlockIndex } from './block-index.ts';
import { byte, byteOrderMarkLength } from './bytes.ts';
import type { Scanner } from './scanner.ts';

/** Splits a body at line feeds. A line feed at the very end begins no further line. */
export class TextScanner implements Scanner {
  readonly #bytes: Buffer;
  readonly #index: BlockIndex;
  position: number;

  constructor(bytes: Buffer, index: BlockIndex) {
    this.#bytes = bytes;
    this.#index = index;
    this.position = byteOrderMarkLength(bytes);
  }

  scan(until: number): boolean {
    const bytes = this.#bytes;
    let position = this.position;
    while (position < bytes.length && position < until) {
      this.#index.add(position, 0, 'element');
      const lineFeed = bytes.indexOf(byte.lineFeed, position);
      position = lineFeed < 0 ? bytes.length : lineFeed + 1;
    }
    this.position = position;
    if (position < bytes.length) return false;
    this.#index.finish(bytes.length);
    return true;
  }
}
