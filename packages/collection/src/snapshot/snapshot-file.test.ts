import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../model.ts';
import { parseSnapshots, writtenSnapshots } from './snapshot-file.ts';

test('what is written is read again, whatever it holds, sorted by request', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('<<', '*a', '&a', '~', 'no', '1e3', '- a', 'a: b\n\n'),
  );
  const { value: body } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(
        text,
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
        fc.boolean(),
        fc.constant(null),
      ),
      fc.array(tie('value')),
      fc.dictionary(text, tie('value')),
    ),
  }));
  fc.assert(
    fc.property(body, body, (one, two) => {
      const snapshots = new Map([
        ['two [row 1]', two],
        ['one', one],
      ]);
      const loaded = parseSnapshots('smoke.yaml', writtenSnapshots(snapshots));
      expect([...loaded.keys()]).toEqual(['one', 'two [row 1]']);
      const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
      expect(plain([...loaded.values()])).toEqual(plain([one, two]));
    }),
  );
});
