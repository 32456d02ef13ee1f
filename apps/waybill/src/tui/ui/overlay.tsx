import { Box } from 'ink';
import stringWidth from 'string-width';
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

/** A box over the panes. It paints every one of its cells, since what lies under it would show through. */
export function Overlay({ columns, rows, lines, first }: OverlayProps) {
  const width = overlayWidth(columns) + 2;
  const height = Math.min(rows - 4, lines.length + 2);
  const filled = Array.from({ length: height - 2 }, (_, row): Line => {
    const line = lines[first + row] ?? [];
    const used = line.reduce((sum, { text }) => sum + stringWidth(text), 0);
    return [...line, { text: ' '.repeat(Math.max(0, width - 2 - used)) }];
  });
  return (
    <Box
      position="absolute"
      marginLeft={Math.floor((columns - width) / 2)}
      marginTop={Math.max(1, Math.floor((rows - height) / 2))}
      width={width}
      height={height}
      borderStyle="double"
      flexDirection="column"
    >
      <Lines lines={filled} first={0} height={height - 2} />
    </Box>
  );
}
