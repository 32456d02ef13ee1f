import type { IBufferCell, Terminal } from '@xterm/headless';

/** What the sixteen names of colours look like, and what lies under them. */
export interface Palette {
  readonly background: string;
  readonly foreground: string;
  /** ANSI 0 to 15. */
  readonly colors: readonly string[];
}

export const DARK: Palette = {
  background: '#16181d',
  foreground: '#d8dade',
  colors: [
    ...['#2b2f38', '#f0716b', '#7cc36e', '#e2b756', '#6ea8fe', '#c792ea', '#56c2d6', '#d8dade'],
    ...['#6b7280', '#ff8e88', '#9be08d', '#f5cf74', '#93c0ff', '#dcb3f7', '#7fdcec', '#ffffff'],
  ],
};

export const LIGHT: Palette = {
  background: '#ffffff',
  foreground: '#22252b',
  colors: [
    ...['#22252b', '#b3261e', '#1b7f2a', '#8a5a00', '#1a55c4', '#8a2da5', '#00707f', '#dfe2e7'],
    ...['#5c6370', '#d13c33', '#2b9a3c', '#a87008', '#2f6fe0', '#a445c0', '#008ea1', '#ffffff'],
  ],
};

/** A cell, as wide as DejaVu Sans Mono is at this size; as high as its lines are, so that boxes close. */
const CELL = { width: 9.03, height: 17.4, size: 15, baseline: 13.6 };
const MARGIN = 12;
const DIM = 0.6;

/** Draws what a terminal shows. */
export function screenSvg(screen: Terminal, palette: Palette): string {
  const { buffer, cols, rows } = screen;
  const cells = Array.from({ length: rows * cols }, (_, index) => {
    const [row, column] = [Math.floor(index / cols), index % cols];
    const cell = buffer.active.getLine(buffer.active.viewportY + row)?.getCell(column);
    return cell === undefined || cell.getWidth() === 0 ? '' : cellSvg(cell, column, row, palette);
  });
  const [width, height] = [cols * CELL.width + 2 * MARGIN, rows * CELL.height + 2 * MARGIN];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" fill="${palette.background}"/>
<g font-family="DejaVu Sans Mono" font-size="${CELL.size}" transform="translate(${MARGIN} ${MARGIN})">
${cells.filter((cell) => cell !== '').join('\n')}
</g>
</svg>
`;
}

function cellSvg(cell: IBufferCell, column: number, row: number, palette: Palette): string {
  const own = colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor(), palette) ?? palette.foreground;
  const under = colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor(), palette);
  const [front, back] = cell.isInverse() ? [under ?? palette.background, own] : [own, under];
  const [x, y] = [round(column * CELL.width), round(row * CELL.height)];
  const text = cell.getChars();
  const box = `width="${CELL.width * cell.getWidth()}" height="${CELL.height}"`;
  const rectangle =
    back === undefined ? '' : `<rect x="${x}" y="${y}" ${box} shape-rendering="crispEdges" fill="${back}"/>`;
  if (text.trim() === '') return rectangle;
  const weight = cell.isBold() ? ' font-weight="bold"' : '';
  const opacity = cell.isDim() ? ` opacity="${DIM}"` : '';
  const place = `x="${x}" y="${round(y + CELL.baseline)}" fill="${front}"`;
  return `${rectangle}<text ${place}${weight}${opacity}>${escapeXml(text)}</text>`;
}

function colorOf(isDefault: boolean, isRgb: boolean, color: number, palette: Palette): string | undefined {
  if (isDefault) return undefined;
  if (isRgb) return `#${color.toString(16).padStart(6, '0')}`;
  return palette.colors[color] ?? fixedColor(color);
}

/** The levels of red, green and blue in the colour cube of xterm. */
const CUBE = [0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff];

/** Colours 16 to 255 look the same in every palette: a cube of 6 × 6 × 6, then 24 greys. */
function fixedColor(color: number): string {
  const cube = color - 16;
  const grey = 8 + 10 * (color - 232);
  const levels = color >= 232 ? [grey, grey, grey] : [36, 6, 1].map((step) => CUBE[Math.floor(cube / step) % 6] ?? 0);
  return `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
