import { entryLine, localTime } from '../history/history-lines.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';
import { type CompareChoiceLayer, type CompareLayer, shownDifferences } from './compare-layer.ts';
import type { Difference } from './difference.ts';

/** The earlier responses as an overlay, and which line must be visible. */
export function choiceLines(layer: CompareChoiceLayer, theme: Theme) {
  const rows = layer.earlier.map((entry, index) => entryLine(entry, index === layer.index, theme));
  return { lines: [plain('Compare with', { bold: true }), ...rows], focus: layer.index + 1 };
}

/** All differences, and which line the current one begins on. */
export function compareLines(layer: CompareLayer, theme: Theme) {
  const { before, after, comparison, cursor } = layer;
  const shown = shownDifferences(layer);
  const lines: Line[] = [
    [{ text: `- ${localTime(before.time)}  ${before.environment ?? ''}`, color: theme.bad }],
    [{ text: `+ ${localTime(after.time)}  ${after.environment ?? ''}`, color: theme.good }],
    ...comparison.notes.map((note) => plain(note, { color: theme.warning })),
    plain(summary(layer)),
  ];
  let focus = 0;
  for (const [place, difference] of shown.entries()) {
    lines.push([]);
    if (place === cursor) focus = lines.length;
    lines.push(...differenceLines(difference, place === cursor, theme));
  }
  return { lines, focus };
}

/** What the footer says while differences are shown. */
export function compareFooter({ hidesVolatile }: CompareLayer): string {
  return `n next difference  N previous  i ${hidesVolatile ? 'shows' : 'hides'} ids and times  Esc back`;
}

function summary(layer: CompareLayer): string {
  const shown = shownDifferences(layer).length;
  const hidden = layer.comparison.differences.length - shown;
  const count = shown === 0 ? 'No difference' : `Difference ${layer.cursor + 1} of ${shown}`;
  return hidden === 0 ? count : `${count}, ${hidden} in ids and times hidden`;
}

function differenceLines({ where, title, lines }: Difference, isCurrent: boolean, theme: Theme): readonly Line[] {
  return [
    [
      { text: isCurrent ? '› ' : '  ', inverse: isCurrent },
      { text: where === 'header' ? `header ${title}` : title, color: theme.key, bold: isCurrent },
    ],
    ...lines.map(({ sign, text }) =>
      plain(`  ${sign} ${text}`, { color: sign === '-' ? theme.bad : sign === '+' ? theme.good : undefined }),
    ),
  ];
}
