import { escapeControls } from '@waybill/runner';
import { Text } from 'ink';

/** A piece of a line with one look. */
export interface Span {
  readonly text: string;
  readonly color?: string | undefined;
  readonly bold?: boolean;
  readonly inverse?: boolean;
  readonly dim?: boolean;
}

export type Line = readonly Span[];

/** A line that is one plain text. */
export function plain(text: string, look: Omit<Span, 'text'> = {}): Line {
  return [{ text, ...look }];
}

export interface LinesProps {
  readonly lines: readonly Line[];
  readonly first: number;
  readonly height: number;
}

/** Shows a window of lines, each cut at the edge. Only what is in the window is laid out. */
export function Lines({ lines, first, height }: LinesProps) {
  return lines.slice(first, first + height).map((line, row) => (
    // A row of the screen is the same row whatever it shows, so React only changes its text.
    // biome-ignore lint/suspicious/noArrayIndexKey: the position on the screen is the identity
    <Text key={row} wrap="truncate-end">
      {line.length === 0
        ? ' '
        : // biome-ignore lint/suspicious/noArrayIndexKey: a span has no identity but its place in the line
          line.map((span, index) => <Piece key={index} span={span} />)}
    </Text>
  ));
}

function Piece({ span }: { readonly span: Span }) {
  const { text, color, bold, inverse, dim } = span;
  return (
    <Text
      {...(color === undefined ? {} : { color })}
      bold={bold === true}
      inverse={inverse === true}
      dimColor={dim === true}
    >
      {escapeControls(text)}
    </Text>
  );
}
