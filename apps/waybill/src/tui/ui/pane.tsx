import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Area } from '../layout/layout.ts';
import type { Theme } from '../theme/theme.ts';

export interface PaneProps {
  readonly area: Area;
  readonly title: string;
  /** Key that focuses the pane, if there are several. */
  readonly number?: number;
  readonly isFocused: boolean;
  readonly theme: Theme;
  readonly children: ReactNode;
}

/** Lines that fit into a pane, inside its border. */
export function contentHeight(area: Area): number {
  return area.height - 2;
}

/** Columns that fit into a pane, inside its border. */
export function contentWidth(area: Area): number {
  return area.width - 2;
}

/** A bordered box with a title in the border. */
export function Pane({ area, title, number, isFocused, theme, children }: PaneProps) {
  return (
    <Box
      position="absolute"
      marginLeft={area.left}
      marginTop={area.top}
      width={area.width}
      height={area.height}
      borderStyle={isFocused ? 'bold' : 'round'}
      {...(isFocused && theme.accent !== undefined ? { borderColor: theme.accent } : {})}
      flexDirection="column"
    >
      <Box flexDirection="column" width={contentWidth(area)} height={contentHeight(area)} overflow="hidden">
        {children}
      </Box>
      <Box position="absolute" marginTop={-1} marginLeft={1}>
        <Text bold={isFocused} wrap="truncate-end">
          {number === undefined ? ` ${title} ` : ` ${number} ${title} `}
        </Text>
      </Box>
    </Box>
  );
}
