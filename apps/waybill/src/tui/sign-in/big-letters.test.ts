import { expect, test } from 'vitest';
import { bigLetters } from './big-letters.ts';

test('draws a code in letters five rows high', () => {
  expect(bigLetters('a1-0', 80)).toEqual([
    ' ██   █       ███ ',
    '█  █ ██      █  ██',
    '████  █  ███ █ █ █',
    '█  █  █      ██  █',
    '█  █ ███      ███ ',
  ]);
});

test('every letter and digit is five rows of one width, and none looks like another', () => {
  const drawn = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-'].map((letter) => bigLetters(letter, 80));
  for (const rows of drawn) {
    expect(rows).toHaveLength(5);
    expect(new Set(rows?.map((row) => row.length)).size).toBe(1);
  }
  expect(new Set(drawn.map((rows) => rows?.join('\n'))).size).toBe(drawn.length);
});

test('draws nothing that is too wide, or that it has no letters for', () => {
  expect(bigLetters('ABCDEF', 20)).toBeUndefined();
  expect(bigLetters('ÄB', 80)).toBeUndefined();
  expect(bigLetters('', 80)).toBeUndefined();
});
