import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Body, runTask, textOfRow, toSafeText, View } from './index.ts';
import { anyJson, bodyOf, longJson, textsOf } from './test-bodies.ts';

function shownLines(view: View): string[] {
  return view.window(0, Number.POSITIVE_INFINITY, { width: Number.POSITIVE_INFINITY }).map(textOfRow);
}

/** White space as other programs write it. */
const spaced = fc.oneof(anyJson, longJson).chain((value) =>
  fc.constantFrom(undefined, 1, 3, '\t').map((indent) => ({
    value,
    text: JSON.stringify(value, null, indent).replaceAll('\n', indent === 3 ? '\r\n' : '\n'),
  })),
);

describe('the pretty form', () => {
  test('equals that of JSON.stringify for any value', async () => {
    await fc.assert(
      fc.asyncProperty(spaced, async ({ value, text }) => {
        const body = await bodyOf(text);
        expect(body.format).toBe('json');
        const pretty = JSON.stringify(value, null, 2).split('\n');
        expect(textsOf(body)).toEqual(pretty);
        expect(shownLines(new View(body))).toEqual(pretty.map((line) => toSafeText(line, 0)));
      }),
      { numRuns: 300 },
    );
  });

  test('is the same for bodies of many blocks', async () => {
    const value = Array.from({ length: 1000 }, (_, i) => ({
      id: i,
      tags: i % 3 ? ['a', 'é'] : [],
      note: 'x'.repeat(i * 7),
    }));
    expect(textsOf(await bodyOf(JSON.stringify(value)))).toEqual(JSON.stringify(value, null, 2).split('\n'));
  });

  test('keeps numbers, escapes and duplicate keys as they were written', async () => {
    const body = await bodyOf(
      String.raw`{"a":1.0e+2 , "a":-0, "b":12345678901234567890, "c":"\u00e9\/", "d":[ ], "e":{ }}`,
    );
    expect(textsOf(body).join('\n')).toMatchInlineSnapshot(`
      "{
        "a": 1.0e+2,
        "a": -0,
        "b": 12345678901234567890,
        "c": "\\u00e9\\/",
        "d": [],
        "e": {}
      }"
    `);
  });

  test('has kinds for colours', async () => {
    const rows = new View(await bodyOf('{"k":[1,"s",true,null,{}]}')).window(0, 9);
    expect(rows.map((row) => row.tokens.map((token) => `${token.kind} ${token.text}`).join(' | '))).toEqual([
      'punctuation {',
      'key "k" | punctuation :  | punctuation [',
      'number 1 | punctuation ,',
      'string "s" | punctuation ,',
      'boolean true | punctuation ,',
      'null null | punctuation ,',
      'punctuation {}',
      'punctuation ]',
      'punctuation }',
    ]);
  });

  test('shows the first lines of a body that is still being indexed', () => {
    const body = new Body(Buffer.from(`[${'{"a":1},'.repeat(100_000)}0]`));
    body.step(0);
    expect(body.done).toBe(false);
    expect(body.progress).toBeGreaterThan(0);
    expect(new View(body).window(0, 3).map(textOfRow)).toEqual(['[', '  {', '    "a": 1']);
  });

  test('of JSON lines is one value after the other', async () => {
    const body = await bodyOf('{"a":1}\r\n\r\n[2]\n3\n');
    expect(body.format).toBe('json-lines');
    expect(textsOf(body)).toEqual(['{', '  "a": 1', '}', '[', '  2', ']', '3']);
  });

  test('skips a byte order mark', async () => {
    expect(textsOf(await bodyOf('\ufeff[1]'))).toEqual(['[', '  1', ']']);
  });
});

describe('a body that is not JSON', () => {
  test.each([
    ['[1,2', 'The body ends too early', 1, 5],
    ['{"a":1,}', 'Expected a key in double quotes', 1, 8],
    ['[1,]', 'Expected a value', 1, 4],
    ['{\n  "é": 01\n}', 'Expected a value', 2, 8],
    ['{"a" 1}', 'Expected ":" behind the key', 1, 6],
    ['[1}', 'Expected "," or "]"', 1, 3],
    ['{"a":1]', 'Expected "," or "}"', 1, 7],
    ['["a\tb"]', 'Control character in a string', 1, 4],
    ['["\\x"]', 'Unknown escape in a string', 1, 3],
    ['["\\u12g4"]', 'Unknown escape in a string', 1, 3],
    ['{} {}', 'Expected nothing more on the line', 1, 4],
    ['{"a":1}\n{"a":', 'The body ends too early', 2, 6],
    ['[1.]', 'Expected a value', 1, 2],
    ['["abc', 'The body ends too early', 1, 6],
    ['[truth]', 'Expected a value', 1, 2],
  ])('%j is shown as text with a note', async (text, message, line, column) => {
    const body = await bodyOf(text);
    expect(body.note).toEqual({ message, line, column });
    expect(body.format).toBe('text');
    expect(textsOf(body)).toEqual(text.split('\n'));
  });

  test('is refused exactly when JSON.parse refuses it', async () => {
    const fragments = fc.constantFrom(...'{}[],:"\\ -01.e+tu'.split(''), '"a"', 'true', 'null', '1', '\\u0041');
    await fc.assert(
      fc.asyncProperty(fc.array(fragments, { minLength: 1, maxLength: 8 }), async (parts) => {
        const text = parts.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect((await bodyOf(text)).format === 'json').toBe(isJson);
      }),
      { numRuns: 3000 },
    );
  });

  test('that does not look like JSON has no note, unless JSON was expected', async () => {
    expect((await bodyOf('<html>')).note).toBeUndefined();
    expect((await bodyOf('<html>', { as: 'json' })).note).toEqual({ message: 'Expected a value', line: 1, column: 1 });
  });

  test('has the lines as received', async () => {
    expect(textsOf(await bodyOf('a\r\n\r\nb\tc\n'))).toEqual(['a', '', 'b\tc']);
    expect(shownLines(new View(await bodyOf('ab\tc\u001b[31m')))).toEqual(['ab  c\\u001b[31m']);
    expect((await bodyOf('')).lineCount).toBe(0);
    expect(new View(await bodyOf('')).window(0, 5)).toEqual([]);
  });

  test('can be JSON that is asked for as received', async () => {
    expect(textsOf(await bodyOf('{"a":\n1}', { as: 'text' }))).toEqual(['{"a":', '1}']);
  });

  test('has all its lines, whatever bytes it has', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 0, max: 40 }),
        async (text, n) => {
          const whole = text
            .repeat(n)
            .replace(/^\ufeff/, '')
            .toWellFormed();
          const expected = whole.split('\n').map((line) => line.replace(/\r$/, ''));
          if (whole === '' || whole.endsWith('\n')) expected.pop();
          expect(textsOf(await bodyOf(whole, { as: 'text' }))).toEqual(expected);
        },
      ),
    );
  });
});

describe('nesting', () => {
  test('is shown down to 65,535 levels', async () => {
    const body = await bodyOf('['.repeat(65_535) + ']'.repeat(65_535));
    expect(body.format).toBe('json');
    expect(body.lineCount).toBe(65_535 * 2 - 1);
    expect((await bodyOf('['.repeat(65_536) + ']'.repeat(65_536))).note?.message).toMatch('Nested deeper');
  });
});

test('a task can be aborted', async () => {
  const body = new Body(Buffer.from(`[${'1,'.repeat(500_000)}1]`));
  const controller = new AbortController();
  const running = runTask(body, { sliceMs: 0, signal: controller.signal });
  controller.abort(new Error('closed'));
  await expect(running).rejects.toThrow('closed');
  expect(body.done).toBe(false);
});
