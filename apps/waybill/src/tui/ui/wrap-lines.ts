import { escapeControls } from '@waybill/runner';
import stringWidth from 'string-width';
import type { Line, Span } from './lines.tsx';

/** Breaks lines that are wider than a pane, between characters as people see them; looks are kept. */
export function wrapLines(lines: readonly Line[], columns: number): readonly Line[] {
  return lines.flatMap((line) => (widthOf(line) <= columns ? [line] : wrapLine(line, columns)));
}

function widthOf(line: Line): number {
  return line.reduce((width, { text }) => width + stringWidth(text), 0);
}

function wrapLine(line: Line, columns: number): readonly Line[] {
  const wrapped: Span[][] = [[]];
  let width = 0;
  for (const span of line) {
    let piece = '';
    const flush = () => {
      if (piece !== '') wrapped.at(-1)?.push({ ...span, text: piece });
      piece = '';
    };
    for (const { segment } of new Intl.Segmenter().segment(escapeControls(span.text))) {
      const segmentWidth = stringWidth(segment);
      if (width + segmentWidth > columns) {
        flush();
        wrapped.push([]);
        width = 0;
      }
      piece += segment;
      width += segmentWidth;
    }
    flush();
  }
  return wrapped;
}
