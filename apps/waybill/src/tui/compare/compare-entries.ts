import type { Json } from '@waybill/collection';
import type { HistoryEntry } from '../history/history-entry.ts';
import { type Difference, linesBetween, looksVolatile } from './difference.ts';
import { jsonDifferences } from './json-differences.ts';

/** How two responses differ, status first. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
}

const MOST_DIFFERENCES = 1_000;
/** Two texts with more changes than this have little in common, and finding them all would take long. */
const MOST_EDITS = 2_000;
const CONTEXT_LINES = 2;
/** They differ with every response, whatever they hold. */
const VOLATILE_HEADERS: ReadonlySet<string> = new Set(['date', 'age', 'expires', 'etag', 'last-modified', 'requestid']);

/** Compares two responses as the history has them: redacted, and with the start of a huge body only. */
export async function compareEntries(before: HistoryEntry, after: HistoryEntry): Promise<Comparison> {
  const notes: string[] = [];
  const differences = [...statusDifferences(before, after), ...headerDifferences(before, after, notes)];
  const [left, right] = [before.body ?? '', after.body ?? ''];
  if (before.isCut || after.isCut) notes.push('Only the first 256 KB of each body are compared, line by line.');
  if (left === right) return { differences, notes };
  const jsons = [parsed(left), parsed(right)];
  const body = jsons.includes(undefined)
    ? await textDifferences(left, right)
    : jsonDifferences(jsons[0] as Json, jsons[1] as Json, MOST_DIFFERENCES + 1);
  if (body === undefined) notes.push('The bodies have too little in common to be compared line by line.');
  if ((body?.length ?? 0) > MOST_DIFFERENCES) notes.push(`Only the first ${MOST_DIFFERENCES} differences are shown.`);
  return { differences: [...differences, ...(body ?? []).slice(0, MOST_DIFFERENCES)], notes };
}

function statusDifferences(before: HistoryEntry, after: HistoryEntry): readonly Difference[] {
  if (before.status === after.status) return [];
  const text = ({ status }: HistoryEntry) => (status === undefined ? 'no answer' : String(status));
  return [{ where: 'status', title: 'status', lines: linesBetween(text(before), text(after)), isVolatile: false }];
}

function headerDifferences(before: HistoryEntry, after: HistoryEntry, notes: string[]): readonly Difference[] {
  if (before.headers === undefined || after.headers === undefined) {
    notes.push('The headers of one of them are not known.');
    return [];
  }
  const [left, right] = [before.headers, after.headers];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return names
    .filter((name) => left[name] !== right[name])
    .map((name) => ({
      where: 'header',
      title: name,
      lines: linesBetween(left[name], right[name]),
      isVolatile: VOLATILE_HEADERS.has(name) || (looksVolatile(left[name]) && looksVolatile(right[name])),
    }));
}

/** The lines that differ, with some around them; undefined when there are too many. */
async function textDifferences(before: string, after: string): Promise<readonly Difference[] | undefined> {
  const { structuredPatch } = await import('diff');
  const options = { context: CONTEXT_LINES, maxEditLength: MOST_EDITS };
  const patch = structuredPatch('', '', before, after, undefined, undefined, options);
  return patch?.hunks.map(({ newStart, newLines, lines }) => ({
    where: 'body',
    title: newLines > 1 ? `lines ${newStart} to ${newStart + newLines - 1}` : `line ${newStart}`,
    lines: lines.map((line) => ({ sign: line[0] === '-' || line[0] === '+' ? line[0] : ' ', text: line.slice(1) })),
    isVolatile: false,
  }));
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
