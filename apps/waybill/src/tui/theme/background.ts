/** What colours have to be read on. */
export type Background = 'dark' | 'light';

/** How the background is found out: `auto` asks the terminal. */
export const THEME_SETTINGS = ['auto', 'dark', 'light'] as const;
export type ThemeSetting = (typeof THEME_SETTINGS)[number];

/** What some terminals say of themselves in COLORFGBG: `15;0` is white on black. */
export function backgroundOfVariable(value: string | undefined): Background | undefined {
  const color = /;(\d{1,2})$/.exec(value ?? '')?.[1];
  if (color === undefined) return undefined;
  return color === '7' || Number(color) > 8 ? 'light' : 'dark';
}

/** What a colour is, written as X11 does: `rgb:ffff/ffff/ffff`, with one to four digits each. */
export function backgroundOfColor(color: string): Background | undefined {
  const parts = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i.exec(color)?.slice(1);
  if (parts === undefined) return undefined;
  const [red = 0, green = 0, blue = 0] = parts.map((part) => Number.parseInt(part, 16) / (16 ** part.length - 1));
  // How bright people find it (ITU-R BT.601).
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? 'light' : 'dark';
}
