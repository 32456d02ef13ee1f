import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';
import { wrapLines } from '../ui/wrap-lines.ts';
import type { HistoryEntry } from './history-entry.ts';
import { foundEntries, type HistoryLayer } from './history-layer.ts';

/** The history as an overlay, and which line must be visible. */
export function historyLines(
  layer: HistoryLayer,
  theme: Theme,
  columns: number,
): { readonly lines: readonly Line[]; readonly focus: number } {
  if (layer.shown !== undefined) {
    return { lines: wrapLines(storedLines(layer.shown).slice(layer.first), columns), focus: 0 };
  }
  const found = foundEntries(layer);
  const hint =
    found.length === 0 ? [plain(layer.entries.length === 0 ? 'Nothing was sent yet.' : 'Nothing fits.')] : [];
  const rows = found.map((entry, index) => entryLine(entry, index === layer.index, theme));
  return { lines: [plain(`History: ${layer.query}▏`, { bold: true }), ...hint, ...rows], focus: layer.index + 1 };
}

/** An entry in a list of them. */
export function entryLine(entry: HistoryEntry, isChosen: boolean, theme: Theme): Line {
  const look = { inverse: isChosen };
  return [
    { text: isChosen ? '› ' : '  ', ...look },
    { text: `${localTime(entry.time)} `, ...look },
    { text: `${entry.status ?? '---'} `, color: entry.outcome === 'passed' ? theme.good : theme.bad },
    { text: `${entry.method.padEnd(6)} `, color: theme.accent },
    { text: entry.requestId, ...look },
    { text: entry.environment === undefined ? '' : `  ${entry.environment}`, dim: true },
  ];
}

/** All that is kept of one request. */
export function storedLines(entry: HistoryEntry): readonly Line[] {
  const { method, url, status, durationMs, bytes, body, isCut, environment, outcome } = entry;
  const size = bytes === undefined ? '' : ` · ${bytes} B`;
  return [
    plain(`${entry.requestId}  ${localTime(entry.time)}  Esc goes back`, { bold: true }),
    plain(`${method} ${url}`),
    plain(`${status ?? 'no answer'} · ${durationMs} ms${size} · ${outcome} · ${environment ?? 'no environment'}`),
    [],
    ...(body || '(empty body)').split(/\r?\n/).map((line) => plain(line)),
    ...(isCut ? [plain('(the body goes on)', { dim: true })] : []),
  ];
}

/** A point in time as people here write it. */
export function localTime(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
