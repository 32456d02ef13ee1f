import type { HistoryEntry } from './history-entry.ts';

/** The history over the panes: a list to choose from, or what was chosen. */
export interface HistoryLayer {
  readonly kind: 'history';
  readonly entries: readonly HistoryEntry[];
  readonly query: string;
  readonly index: number;
  readonly shown: HistoryEntry | undefined;
  /** First visible line of what is shown. */
  readonly first: number;
}

/** The entries in which each of the typed words occurs. */
export function foundEntries({ entries, query }: HistoryLayer): readonly HistoryEntry[] {
  const words = query.toLowerCase().split(/\s+/);
  return entries.filter(({ time, environment = '', requestId, method, url, status = '', outcome }) => {
    const text = `${time} ${environment} ${requestId} ${method} ${url} ${status} ${outcome}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
