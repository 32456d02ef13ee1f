import { displayWidth, type Highlight, highlightRow, type Row, type TokenKind, toSafeText } from '@waybill/json-view';
import type { Redactor } from '@waybill/redaction';
import type { Theme } from '../theme/theme.ts';
import type { Line, Span } from '../ui/lines.tsx';
import type { BodyView } from './body-view.ts';
import { redactRows } from './redact-rows.ts';

export interface BodyLinesOptions {
  readonly height: number;
  readonly width: number;
  readonly isFocused: boolean;
  readonly redactor: Redactor;
  readonly theme: Theme;
}

/** The column for the cursor's mark. */
const GUTTER = 1;

/** The rows of a body that are in sight, with a line of what there is to know at the end. */
export function bodyLines(bodyView: BodyView, options: BodyLinesOptions): readonly Line[] {
  const { height, theme, redactor, isFocused } = options;
  const width = options.width - GUTTER;
  const rowCount = Math.max(1, height - 1);
  const top = bodyView.fit(rowCount, width);
  const { view, left } = bodyView;
  const rows = view.window(top, rowCount, { left, width });
  const safeTexts = redactRows(view, { top, count: rows.length, left, width }, redactor);
  bodyView.noteClipped(rows.some(({ clipped }) => clipped.right));
  const lines = rows.map((row, index): Line => {
    const isCursor = isFocused && top + index === bodyView.cursor;
    const safe = safeTexts[index];
    const spans =
      safe === undefined
        ? spansOf(highlightRow(row, bodyView.search?.marksOn(row.line) ?? [], left), theme)
        : [{ text: safe }];
    return [
      // The cursor has a sign of its own: not every terminal shows inverse.
      { text: isCursor ? '›' : row.folded ? '▸' : ' ', inverse: isCursor },
      ...spans.map((span) => (isCursor ? { ...span, inverse: span.inverse !== true } : span)),
    ];
  });
  const missing = Array.from({ length: Math.max(0, rowCount - lines.length) }, (): Line => []);
  return [...lines, ...missing, factsLine(bodyView, options)];
}

function spansOf({ indent, tokens }: Row, theme: Theme): readonly Span[] {
  return [
    { text: ' '.repeat(indent) },
    ...tokens.map(({ text, kind, highlight }) => ({ text, ...lookOf(kind, highlight, theme) })),
  ];
}

function lookOf(kind: TokenKind, highlight: Highlight | undefined, theme: Theme): Omit<Span, 'text'> {
  if (highlight !== undefined) return { color: theme.warning, inverse: true, bold: highlight === 'current' };
  switch (kind) {
    case 'key':
      return { color: theme.key };
    case 'string':
      return { color: theme.good };
    case 'number':
    case 'boolean':
    case 'null':
      return { color: theme.text };
    case 'fold':
      return { color: theme.accent };
    default:
      return {};
  }
}

/** Where the cursor is, and what is searched, filtered or wrong. The path comes last and gives way. */
function factsLine(bodyView: BodyView, { width, redactor, theme }: BodyLinesOptions): Line {
  const { body, view, search, selecting, filter, isRaw } = bodyView;
  const safe = (text: string) => toSafeText(redactor.redact(text), 0);
  const facts = [`${bodyView.cursor + 1}/${view.lineCount}`];
  if (!body.done) facts.push(`reading, ${Math.floor(body.progress * 100)} %`);
  if (isRaw) facts.push('raw');
  if (body.note !== undefined) {
    facts.push(safe(`not JSON: ${body.note.message}, ${body.note.line}:${body.note.column}`));
  }
  if (search !== undefined) facts.push(safe(`/${search.text} ${search.summary}`));
  if (selecting.path !== undefined) facts.push(safe(`${selecting.path} selecting, Esc cancels`));
  if (filter !== undefined) facts.push(safe(`${filter.path} ${filter.ranges.length} found`));
  const text = ` ${facts.join(' · ')}  `;
  return [
    { text, dim: true },
    { text: fromEnd(safe(bodyView.path ?? ''), width - displayWidth(text)), color: theme.accent },
  ];
}

/** The end of a path says more than its beginning. */
function fromEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 2 ? '' : `…${[...text].slice(1 - width).join('')}`;
}
