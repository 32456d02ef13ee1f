import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Body,
  displayWidth,
  type Match,
  type Query,
  runTask,
  Search,
  type SearchOptions,
  toSafeText,
  View,
} from './index.ts';
import { bodyOf, longJson, textsOf } from './test-bodies.ts';

async function search(body: Body, query: Query, options?: SearchOptions): Promise<Search> {
  const found = new Search(body, query, options);
  await runTask(found, { sliceMs: 1 });
  return found;
}

function allOf(found: Search): Match[] {
  return Array.from({ length: found.count }, (_, index) => found.at(index) as Match);
}

/** Finds matches with a loop over all lines. */
function naive(body: Body, expression: RegExp): Match[] {
  return textsOf(body).flatMap((text, line) => {
    const { depth } = body.line(line);
    const content = text.slice(depth * 2);
    const columnOf = (offset: number) => depth * 2 + displayWidth(toSafeText(content.slice(0, offset), 0));
    return [...content.matchAll(expression)]
      .filter((match) => match[0] !== '')
      .map((match) => ({ line, start: columnOf(match.index), end: columnOf(match.index + match[0].length) }));
  });
}

const escapeSyntax = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const body = await bodyOf(JSON.stringify({ name: 'Ünï', list: [{ name: '界面 a' }, { Name: 'A\tb' }], n: 1.5 }));

describe('a search', () => {
  test('finds what a loop over all lines finds', async () => {
    const printable = fc.string({ unit: fc.constantFrom(...'aAbé界", :[]{}0'.split('')), maxLength: 4 });
    const value = fc.oneof(longJson, fc.array(fc.dictionary(printable, printable), { maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(
        value,
        fc.string({ unit: 'grapheme', maxLength: 3 }),
        printable,
        fc.nat(),
        fc.boolean(),
        async (any, a, b, at, ignoreCase) => {
          const where = await bodyOf(JSON.stringify(any));
          const lines = textsOf(where);
          const line = (lines[at % lines.length] as string).trimStart();
          const fromBody = line
            .slice(at % (line.length + 1))
            .slice(0, 5)
            .toWellFormed();
          for (const text of [a, b, fromBody]) {
            const expected = text === '' ? [] : naive(where, new RegExp(escapeSyntax(text), ignoreCase ? 'giu' : 'gu'));
            const found = await search(where, { text, ignoreCase }, { maxMatches: 1e6 });
            expect(allOf(found)).toEqual(expected);
            for (const match of expected.slice(0, 5)) {
              expect(found.onLine(match.line)).toEqual(expected.filter((each) => each.line === match.line));
            }
          }
        },
      ),
    );
  });

  test('needs a body that is indexed', () => {
    const unread = new Body(Buffer.from('[1]'));
    expect(() => new Search(unread, { text: 'x' })).toThrow(TypeError);
    expect(() => new View(unread).foldToDepth(1)).toThrow(TypeError);
  });

  test('counts columns as they are shown', async () => {
    expect(allOf(await search(body, { text: 'a' })).filter(({ line }) => line === 4)).toEqual([
      { line: 4, start: 8, end: 9 },
      { line: 4, start: 20, end: 21 },
    ]);
    const text = await bodyOf('\u001b[1m\tx', { as: 'text' });
    expect(allOf(await search(text, { text: 'x' }))).toEqual([{ line: 0, start: 12, end: 13 }]);
  });

  test('sees the text that is shown, across key and value', async () => {
    expect((await search(body, { text: '"n": 1.5' })).count).toBe(1);
    expect((await search(body, { text: ': [' })).count).toBe(1);
    expect((await search(body, { text: '"n":1.5' })).count).toBe(0);
  });

  test('takes regular expressions', async () => {
    const found = await search(body, { text: '^"na(.)e"', syntax: 'regex', ignoreCase: true });
    expect(allOf(found)).toEqual(naive(body, /^"na(.)e"/gi));
    expect(found.count).toBe(3);
    expect((await search(body, { text: 'x*', syntax: 'regex' })).count).toBe(0);
    expect((await search(body, { text: '\\"\\p{Lu}', syntax: 'regex' })).failure).toBeUndefined();
  });

  test('reports an expression that is not valid', async () => {
    const found = await search(body, { text: '(', syntax: 'regex' });
    expect(found.failure).toMatchObject({ reason: 'invalid-pattern' });
    expect(found.done).toBe(true);
  });

  test('gives up an expression that backtracks without end', async () => {
    const started = performance.now();
    const found = await search(await bodyOf(JSON.stringify('a'.repeat(60))), { text: '(a+)+$', syntax: 'regex' });
    expect(found.failure).toMatchObject({ reason: 'too-slow' });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('collects no more matches than asked for', async () => {
    const found = await search(body, { text: 'n' }, { maxMatches: 2 });
    expect(found.count).toBe(2);
    expect(found.isCapped).toBe(true);
    expect((await search(body, { text: '' })).count).toBe(0);
  });

  test('goes to the next and the previous match', async () => {
    const found = await search(body, { text: '"name"', ignoreCase: true });
    expect(allOf(found).map(({ line }) => line)).toEqual([1, 4, 7]);
    expect(found.next({ line: 0, column: 0 })).toBe(0);
    expect(found.next({ line: 1, column: 2 })).toBe(1);
    expect(found.next({ line: 7, column: 6 })).toBeUndefined();
    expect(found.previous({ line: 4, column: 6 })).toBe(0);
    expect(found.previous({ line: 4, column: 7 })).toBe(1);
    expect(found.previous({ line: 1, column: 2 })).toBeUndefined();
    expect(found.at(3)).toBeUndefined();
  });

  test('goes through a huge line in pieces', async () => {
    const line = Array.from({ length: 24_000 }, (_, i) => (i % 997 === 0 ? 'nadel界' : 'heu é')).join('');
    const where = await bodyOf(JSON.stringify({ before: 1, line, after: 'nadel' }));
    const expected = naive(where, /nadel界/g);
    expect(expected.length).toBe(25);
    expect(allOf(await search(where, { text: 'nadel界' }))).toEqual(expected);
    expect(allOf(await search(where, { text: 'NADEL.', syntax: 'regex', ignoreCase: true }))).toEqual(
      naive(where, /nadel./gi),
    );
    const long = line.slice(1000, 30_000);
    expect((await search(where, { text: long })).count).toBe(textsOf(where)[2]?.match(new RegExp(long, 'g'))?.length);
  });
});
