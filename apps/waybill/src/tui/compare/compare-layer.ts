import type { HistoryEntry } from '../history/history-entry.ts';
import type { Comparison } from './compare-entries.ts';
import type { Difference } from './difference.ts';

/** Earlier responses to the same request, to choose one from. */
export interface CompareChoiceLayer {
  readonly kind: 'compare-choice';
  readonly current: HistoryEntry;
  readonly earlier: readonly HistoryEntry[];
  readonly index: number;
}

/** How the response differs from the chosen one; takes the place of the panes. */
export interface CompareLayer {
  readonly kind: 'compare';
  readonly choice: CompareChoiceLayer;
  readonly before: HistoryEntry;
  readonly after: HistoryEntry;
  readonly comparison: Comparison;
  /** Whether ids and times are left out. */
  readonly hidesVolatile: boolean;
  /** Position of the difference the cursor is on. */
  readonly cursor: number;
}

export function shownDifferences({ comparison, hidesVolatile }: CompareLayer): readonly Difference[] {
  const { differences } = comparison;
  return hidesVolatile ? differences.filter(({ isVolatile }) => !isVolatile) : differences;
}
