import { describe, expect, test } from 'vitest';
import { backgroundOfColor, backgroundOfVariable } from './background.ts';
import { chooseTheme, DARK, LIGHT, PLAIN } from './theme.ts';

const TERM = 'xterm-256color';

describe('every colour can be read (WCAG 2.2, 1.4.3: a contrast of 4.5)', () => {
  const dark = ['#000000', '#0c0c0c', '#1e1e1e', '#282c34', '#002b36', '#300a24'];
  const light = ['#ffffff', '#fdf6e3', '#fafafa', '#eeeeee'];
  test.each([
    ['dark', DARK, dark],
    ['light', LIGHT, light],
  ])('on %s backgrounds', (_name, theme, backgrounds) => {
    for (const color of Object.values(theme))
      for (const background of backgrounds) expect(contrast(cubeColor(color), background)).toBeGreaterThanOrEqual(4.5);
  });
});

test('NO_COLOR wins, and few colours are those of the terminal', () => {
  expect(chooseTheme({ NO_COLOR: '1', TERM }, 'dark')).toBe(PLAIN);
  expect(chooseTheme({ TERM: 'dumb' }, undefined)).toBe(PLAIN);
  expect(chooseTheme({ TERM }, 'dark')).toBe(DARK);
  expect(chooseTheme({ TERM: 'xterm', COLORTERM: 'truecolor' }, 'light')).toBe(LIGHT);
  expect(chooseTheme({ TERM: 'xterm' }, 'light').accent).toBe('cyan');
  expect(chooseTheme({ TERM }, undefined).accent).toBe('cyan');
});

test.each([
  ['15;0', 'dark'],
  ['0;15', 'light'],
  ['0;default;7', 'light'],
  ['12;8', 'dark'],
  ['nonsense', undefined],
  [undefined, undefined],
])('COLORFGBG=%s is %s', (value, background) => {
  expect(backgroundOfVariable(value)).toBe(background);
});

test.each([
  ['rgb:0000/0000/0000', 'dark'],
  ['rgb:ffff/ffff/ffff', 'light'],
  ['rgb:1e/1e/1e', 'dark'],
  ['rgba:fd/f6/e3/ff', 'light'],
  ['red', undefined],
  ['', undefined],
])('the colour %j is %s', (color, background) => {
  expect(backgroundOfColor(color)).toBe(background);
});

/** Of colours 16 to 231, which are a cube of 6 × 6 × 6 in every terminal. */
function cubeColor(name: string | undefined): string {
  const index = Number(/^ansi256\((\d+)\)$/.exec(name ?? '')?.[1]) - 16;
  const levels = [36, 6, 1].map((step) => [0, 95, 135, 175, 215, 255][Math.floor(index / step) % 6]);
  return `#${levels.map((level) => level?.toString(16).padStart(2, '0')).join('')}`;
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance as WCAG defines it. */
function luminance(color: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
