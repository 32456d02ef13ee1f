import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlockIndex } from './block-index.ts';
import { JsonScanner } from './json-scanner.ts';
import { longJson } from './test-bodies.ts';

function scan(bytes: Buffer, sliceBytes: number): { index: BlockIndex; result: unknown } {
  const index = new BlockIndex(bytes.length);
  const scanner = new JsonScanner(bytes, index);
  for (;;) {
    const known = index.lineCount;
    const result = scanner.scan(scanner.position + sliceBytes);
    if (result !== false) return { index, result };
    expect(index.lineCount).toBeGreaterThanOrEqual(known);
  }
}

function blocksOf(index: BlockIndex): number[][] {
  return Array.from({ length: index.blockCount }, (_, block) => [
    index.startOffset(block),
    index.endOffset(block),
    index.firstLine(block),
    index.lineCountOf(block),
    index.firstDepth(block),
    index.minDepth(block),
    index.startsAtMinDepth(block),
  ]);
}

test('the index does not depend on where the scan pauses', () => {
  fc.assert(
    fc.property(longJson, fc.integer({ min: 1, max: 9 }), fc.boolean(), (value, sliceBytes, isWhole) => {
      const text = JSON.stringify(value);
      const bytes = Buffer.from(isWhole ? text : text.slice(0, -1));
      const inSlices = scan(bytes, sliceBytes);
      const atOnce = scan(bytes, bytes.length);
      expect(inSlices.result).toEqual(atOnce.result);
      expect(blocksOf(inSlices.index)).toEqual(blocksOf(atOnce.index));
    }),
  );
});

test('the index is small even when every other byte begins a line', () => {
  const bytes = Buffer.from(`[${'1,'.repeat(100_000)}1]`);
  expect(scan(bytes, bytes.length).index.blockCount * 15).toBeLessThan(bytes.length * 0.25);
});
