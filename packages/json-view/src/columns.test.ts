import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import {
  Body,
  displayWidth,
  highlightRow,
  type Row,
  runTask,
  textOfRow,
  toSafeText,
  View,
  widthOfRow,
} from './index.ts';
import { RowClip } from './row.ts';
import { bodyOf } from './test-bodies.ts';

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'\t\u001b\u200d\ufe0f\u0301界👍é'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});
/** Everything that moves the cursor, begins a sequence, reorders text or hides. */
const unsafe = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

describe('safe text', () => {
  test('never lets through what acts on a terminal', () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, column) => {
        expect(toSafeText(text, column)).not.toMatch(unsafe);
      }),
      { numRuns: 2000 },
    );
  });

  test('is all that a window has, whatever bytes the body has', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc
        .uint8Array({ maxLength: 20 })
        .map((each) => Buffer.from(`["${Buffer.from(each).toString('latin1').repeat(90)}",1]`, 'latin1')),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.nat(50), async (each, left) => {
        const body = new Body(each);
        await runTask(body);
        for (const row of new View(body).window(0, 1000, { left, width: 80 })) {
          expect(textOfRow(row)).not.toMatch(unsafe);
          expect(widthOfRow(row)).toBeLessThanOrEqual(80);
        }
      }),
    );
  });

  test('is safe for each single character, and stays as it is then', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const safe = toSafeText(String.fromCodePoint(code), 0);
      if (unsafe.test(safe) || toSafeText(safe, 0) !== safe) expect.fail(`U+${code.toString(16)}`);
    }
  });

  test.each([
    ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
    ['\u009b31m', '\\u009b31m'],
    ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['a\u200bb\u00adc\ufeff', 'a\\u200bb\\u00adc\\ufeff'],
    ['a\u200db', 'a\\u200db'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['a\r\nb\u2028', 'a\\u000d\\u000ab\\u2028'],
    ['👩‍💻 ❤️ 1️⃣ é क्‍ष', '👩‍💻 ❤️ 1️⃣ é क्‍ष'],
  ])('of %j is %s', (text, safe) => {
    expect(toSafeText(text, 0)).toBe(safe);
  });

  test('has spaces up to the next tab stop', () => {
    expect(toSafeText('\ta\tbcd\tx', 0)).toBe('    a   bcd x');
    expect(toSafeText('界\tx', 1)).toBe('界 x');
  });

  test('is cut where a cluster would grow without end', async () => {
    const [row] = new View(await bodyOf(`a${'\u0301'.repeat(5000)}b`)).window(0, 1);
    expect(row && textOfRow(row).length).toBeLessThan(200);
  });
});

test('the width is that of string-width', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const safe = toSafeText(text, 0);
      expect(displayWidth(safe)).toBe(stringWidth(safe));
    }),
  );
  expect(displayWidth('a界👩‍💻é')).toBe(6);
});

describe('clipping', () => {
  const clip = (text: string, left: number, right: number) => {
    const row = new RowClip(0, left, right);
    row.add('text', text);
    return { text: row.tokens.map((token) => token.text).join(''), isClipped: row.clippedRight };
  };

  test.each([
    ['abcdef', 1, 4, 'bcd', true],
    ['abc', 0, 3, 'abc', false],
    ['abc', 5, 9, '', false],
    ['界界界', 1, 5, ' 界 ', true],
    ['a👩‍💻b', 0, 2, 'a ', true],
    ['aéb', 1, 2, 'é', true],
  ])('%s from %i to %i is "%s"', (text, left, right, shown, isClipped) => {
    expect(clip(text, left, right)).toEqual({ text: shown, isClipped });
  });

  test('gives exactly the columns asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(30), fc.nat(30), (text, left, width) => {
        const safe = toSafeText(text, 0);
        const expected = Math.max(0, Math.min(displayWidth(safe) - left, width));
        expect(displayWidth(clip(safe, left, left + width).text)).toBe(expected);
      }),
    );
  });

  test('of rows is the same as clipping all of the row', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab界é👍\t'), maxLength: 3000 });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.nat(1000),
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom('text' as const, 'json' as const),
        async (any, left, width, as) => {
          const body = await bodyOf(as === 'json' ? JSON.stringify([any]) : any, { as });
          if (body.lineCount === 0) return;
          const line = as === 'json' ? 1 : 0;
          const view = new View(body);
          const [whole] = view.window(line, 1, { width: 1e9 });
          const [row] = view.window(line, 1, { left, width });
          const expected = clip(textOfRow(whole as Row), left, left + width);
          expect(textOfRow(row as Row)).toBe(expected.text);
          expect(row?.clipped).toEqual({ left: left > 0, right: widthOfRow(whole as Row) > left + width });
        },
      ),
    );
  });

  test('cuts the indentation too', async () => {
    const view = new View(await bodyOf('[[["abc"]]]'));
    const rows = view.window(0, 4, { left: 3, width: 5 });
    expect(rows.map((row) => [row.indent, textOfRow(row)])).toEqual([
      [0, ''],
      [0, ''],
      [1, ' ['],
      [3, '   "a'],
    ]);
    expect(view.window(3, 1, { width: 4 })[0]).toMatchObject({
      indent: 4,
      tokens: [],
      clipped: { left: false, right: true },
    });
  });
});

test('highlighting splits tokens at columns', async () => {
  const view = new View(await bodyOf('{"a界":"b"}'));
  const [row] = view.window(1, 1, { left: 1 });
  const marked = highlightRow(
    row as Row,
    [
      { start: 3, end: 6, highlight: 'match' },
      { start: 10, end: 11, highlight: 'current' },
    ],
    1,
  );
  expect(marked.tokens).toEqual([
    { text: '"', kind: 'key' },
    { text: 'a界', kind: 'key', highlight: 'match' },
    { text: '"', kind: 'key' },
    { text: ': ', kind: 'punctuation' },
    { text: '"', kind: 'string' },
    { text: 'b', kind: 'string', highlight: 'current' },
    { text: '"', kind: 'string' },
  ]);
  expect(highlightRow(row as Row, [], 1)).toBe(row);
});
