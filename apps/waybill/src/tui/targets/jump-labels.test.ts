import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jumpLabels } from './jump-labels.ts';

test('few targets have one letter each', () => {
  expect(jumpLabels(3)).toEqual(['a', 's', 'd']);
  expect(jumpLabels(26).every(({ length }) => length === 1)).toBe(true);
});

test('each target has a label of its own that starts no other', () => {
  fc.assert(
    fc.property(fc.nat(676), (count) => {
      const labels = jumpLabels(count);
      expect(labels).toHaveLength(count);
      expect(new Set(labels).size).toBe(count);
      for (const label of labels)
        expect(labels.filter((other) => other !== label && other.startsWith(label))).toEqual([]);
    }),
  );
});
