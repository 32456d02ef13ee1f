import { Box } from 'ink';
import stringWidth from 'string-width';
import type { Area } from '../layout/layout.ts';
import { type Line, Lines } from './lines.tsx';

export interface OverlayProps {
  readonly columns: number;
  readonly rows: number;
  readonly lines: readonly Line[];
  readonly first: number;
}

/** Columns that fit into an overlay, inside its border. */
export function overlayWidth(columns: number): number {
  return Math.min(columns - 4, 76) - 2;
}

/** Where an overlay with so many lines lies, its border included. */
export function overlayArea(columns: number, rows: number, lineCount: number): Area {
  const width = overlayWidth(columns) + 2;
  const height = Math.min(rows - 4, lineCount + 2);
  const left = Math.floor((columns - width) / 2);
  return { left, top: Math.max(1, Math.floor((rows - height) / 2)), width, height };
}

/** A box over the panes. It paints every one of its cells, since what lies under it would show through. */
export function Overlay({ columns, rows, lines, first }: OverlayProps) {
  const { left, top, width, height } = overlayArea(columns, rows, lines.length);
  const filled = Array.from({ length: height - 2 }, (_, row): Line => {
    const line = lines[first + row] ?? [];
    const used = line.reduce((sum, { text }) => sum + stringWidth(text), 0);
    return [...line, { text: ' '.repeat(Math.max(0, width - 2 - used)) }];
  });
  return (
    <Box
      position="absolute"
      marginLeft={left}
      marginTop={top}
      width={width}
      height={height}
      borderStyle="double"
      flexDirection="column"
    >
      <Lines lines={filled} first={0} height={height - 2} />
    </Box>
  );
}
