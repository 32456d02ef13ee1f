import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runTask, textOfRow, View } from './index.ts';
import type { Line } from './line.ts';
import { anyJson, bodyOf, linesOf, longJson } from './test-bodies.ts';

const value = {
  value: [
    { id: 1, tags: ['a', 'b'] },
    { id: 2, tags: [] },
  ],
  one: { a: 1 },
  end: 0,
};

async function viewOf(any: unknown): Promise<View> {
  return new View(await bodyOf(JSON.stringify(any)));
}

function shown(view: View): string[] {
  return view.window(0, 1000).map(textOfRow);
}

/** The lines that are shown when some containers are folded, found by going through all lines. */
function naiveVisible(lines: Line[], folded: ReadonlySet<number>): number[] {
  const visible: number[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (line.depth > hiddenBelow) continue;
    if (line.depth === hiddenBelow) {
      hiddenBelow = Number.POSITIVE_INFINITY;
      if (line.role === 'close') continue;
    }
    visible.push(line.number);
    if (folded.has(line.number)) hiddenBelow = line.depth;
  }
  return visible;
}

describe('a folded container', () => {
  test('is one line with the number of its children', async () => {
    const view = await viewOf(value);
    expect(view.fold(2)).toBe(2);
    expect(view.fold(view.toLine(7))).toBe(1);
    expect(shown(view)).toEqual([
      '{',
      '  "value": [ … 2 items ],',
      '  "one": {',
      '    "a": 1',
      '  },',
      '  "end": 0',
      '}',
    ]);
    expect(view.window(1, 1)[0]).toMatchObject({ line: 1, folded: true, role: 'open' });
    view.fold(view.toLine(3));
    expect(shown(view)).toEqual(['{', '  "value": [ … 2 items ],', '  "one": { … 1 key },', '  "end": 0', '}']);
    view.fold(0);
    expect(shown(view)).toEqual(['{ … 3 keys }']);
    view.unfold(0);
    view.unfold(1);
    expect(shown(view)[2]).toBe('    { … 2 keys },');
  });

  test('may be given by its closing bracket or by a value in it', async () => {
    const view = await viewOf(value);
    const close = linesOf(view.body).findLast((line) => line.depth === 1 && line.role === 'close') as Line;
    expect(view.fold(close.number)).toBe(close.number - 2);
    expect(view.toPosition(close.number)).toBe(view.toPosition(close.number - 2));
    expect(view.toggle(3)).toBe(2);
    expect(view.toggle(2)).toBe(2);
    expect(view.isFolded(2)).toBe(false);
    expect((await viewOf(7)).fold(0)).toBeUndefined();
  });

  test('unfolds to reveal a line', async () => {
    const view = await viewOf(value);
    for (const line of [5, 9, 2, 1, 0]) view.fold(line);
    expect(view.reveal(6)).toBe(6);
    expect(view.lineCount).toBe(view.body.lineCount - 3);
    view.fold(2);
    expect(view.reveal(7)).toBe(7);
  });

  test('of a body that falls back to text is forgotten', async () => {
    const { Body } = await import('./body.ts');
    const body = new Body(Buffer.from(`[[1,2],\n${'3,'.repeat(200_000)}`));
    body.step(0);
    const view = new View(body);
    expect(view.fold(0)).toBeUndefined();
    expect(view.fold(1)).toBe(1);
    await runTask(body);
    expect(view.lineCount).toBe(2);
  });
});

describe('folding', () => {
  test('maps between lines and positions like a walk over all lines', async () => {
    await fc.assert(
      fc.asyncProperty(longJson, fc.array(fc.nat(), { maxLength: 30 }), async (any, choices) => {
        const view = await viewOf(any);
        const lines = linesOf(view.body);
        const folded = new Set<number>();
        for (const choice of choices) {
          const line = choice % lines.length;
          const open = view.toggle(line);
          if (open === undefined) continue;
          if (!folded.delete(line)) folded.add(open);
          expect(lines[open]?.role).toBe('open');
        }
        const visible = naiveVisible(lines, folded);
        expect(view.lineCount).toBe(visible.length);
        expect(visible.map((_, position) => view.toLine(position))).toEqual(visible);
        for (const line of lines) {
          expect(view.toPosition(line.number)).toBe(visible.findLastIndex((number) => number <= line.number));
        }
        view.unfoldAll();
        expect(view.lineCount).toBe(lines.length);
      }),
    );
  });

  test('to a depth folds every container there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyJson, longJson), fc.nat(4), async (any, depth) => {
        const view = await viewOf(any);
        view.fold(0);
        await runTask(view.foldToDepth(depth));
        const lines = linesOf(view.body);
        const folded = lines.filter((line) => line.role === 'open' && line.depth === depth).map((line) => line.number);
        expect(view.window(0, 1e6).map((row) => row.line)).toEqual(naiveVisible(lines, new Set(folded)));
      }),
    );
  });

  test('counts the children of any container', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyJson, { minLength: 1, maxLength: 300 }), async (array) => {
        const view = await viewOf(array);
        view.fold(0);
        expect(shown(view)).toEqual([`[ … ${array.length} item${array.length === 1 ? '' : 's'} ]`]);
      }),
    );
  });
});

describe('a filter', () => {
  test('shows only some ranges, with folds inside', async () => {
    const view = await viewOf(value);
    view.showOnly([
      { first: 11, last: 11 },
      { first: 2, last: 8 },
      { first: 3, last: 3 },
    ]);
    view.fold(4);
    expect(view.window(0, 99).map((row) => row.line)).toEqual([2, 3, 4, 8, 11]);
    expect(view.toPosition(0)).toBe(0);
    expect(view.toPosition(10)).toBe(3);
    expect(view.reveal(10)).toBe(10 - 3);
    view.showOnly([]);
    expect(view.lineCount).toBe(0);
    view.showAll();
    expect(view.lineCount).toBe(view.body.lineCount - 3);
  });
});
