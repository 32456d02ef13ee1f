import type { RequestResult } from '@waybill/runner';
import { type TreeRow, treeRows } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import type { Line, Span } from '../ui/lines.tsx';

/** The collection as lines, and which of them the cursor is on. */
export function collectionLines(
  state: State,
  theme: Theme,
): {
  readonly lines: readonly Line[];
  readonly cursorLine: number;
  /** The request that each line stands for; none for a folder. */
  readonly requests: readonly (number | undefined)[];
} {
  const rows = treeRows(state);
  const lines = rows.map((row) => rowLine(row, state, theme));
  const cursorLine = rows.findIndex((row) => row.kind === 'request' && row.index === state.cursor);
  const requests = rows.map((row) => (row.kind === 'request' ? row.index : undefined));
  return { lines, cursorLine: Math.max(0, cursorLine), requests };
}

function rowLine(row: TreeRow, state: State, theme: Theme): Line {
  const indent = ' '.repeat(row.depth * 2);
  if (row.kind === 'folder') return [{ text: `${indent}▾ ${row.name}`, bold: true }];
  const { request, index } = row;
  const isSelected = index === state.cursor;
  const look = { inverse: isSelected && state.focus === 'collection', bold: isSelected };
  return [
    // Selection has a sign of its own: not every terminal shows inverse.
    { text: isSelected ? '›' : ' ', ...look },
    outcomeMark(state.results.get(request.id), state.running.has(request.id), theme),
    { text: `${indent}${request.method.padEnd(6)} `, color: theme.accent, ...look },
    { text: request.name, ...look },
  ];
}

/** How a request ended, as a sign. */
export function outcomeMark(result: RequestResult | undefined, isRunning: boolean, theme: Theme): Span {
  if (isRunning) return { text: '… ', color: theme.accent };
  if (result === undefined) return { text: '  ' };
  if (result.outcome === 'passed') return { text: '✔ ', color: theme.good };
  return result.outcome === 'failed' ? { text: '✘ ', color: theme.bad } : { text: '↓ ', color: theme.warning };
}
