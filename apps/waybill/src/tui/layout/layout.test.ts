import { expect, test } from 'vitest';
import { PANES } from '../state/state.ts';
import { layout } from './layout.ts';

test('at every size panes fill the screen exactly, and none overlaps or vanishes', () => {
  for (let columns = 40; columns <= 260; columns += 1) {
    for (let rows = 10; rows <= 80; rows += 7) {
      for (const focus of PANES) {
        const found = layout(columns, rows, focus, false);
        const panes = found?.panes ?? [];
        expect(panes.reduce((area, { width, height }) => area + width * height, 0)).toBe(columns * (rows - 2));
        expect(panes.some(({ id }) => id === focus)).toBe(true);
        for (const { left, top, width, height } of panes) {
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(3);
          expect(left + width).toBeLessThanOrEqual(columns);
          expect(top + height).toBeLessThanOrEqual(rows - 1);
        }
      }
    }
  }
});

test('a wide screen has all panes, a narrow or zoomed one the focused pane', () => {
  expect(layout(120, 40, 'response', false)?.panes.map(({ id }) => id)).toEqual([...PANES]);
  expect(layout(80, 24, 'response', false)?.panes).toHaveLength(4);
  expect(layout(79, 24, 'response', false)?.panes.map(({ id }) => id)).toEqual(['response']);
  expect(layout(200, 50, 'token', true)?.panes.map(({ id }) => id)).toEqual(['token']);
});

test('a tiny screen has no layout', () => {
  expect(layout(39, 24, 'collection', false)).toBeUndefined();
  expect(layout(80, 9, 'collection', false)).toBeUndefined();
});
