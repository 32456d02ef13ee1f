import { expect, test } from 'vitest';
import { PANES } from '../state/state.ts';
import { COMMANDS } from './commands.ts';

test('no key means two things in one pane', () => {
  for (const pane of PANES) {
    const keys = COMMANDS.filter(({ panes }) => panes === undefined || panes.includes(pane)).flatMap(
      ({ keys }) => keys,
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  }
});

test('every command has an id of its own, a title and a key that any terminal can send', () => {
  expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
  for (const { title, keys } of COMMANDS) {
    expect(title).not.toBe('');
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(key).not.toMatch(/^(f\d+|alt\+.*|ctrl\+[hijm])$/);
  }
});
