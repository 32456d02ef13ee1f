import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@waybill/collection';
import { formatPath } from '@waybill/json-view';
import { type Difference, linesBetween, looksVolatile } from './difference.ts';

type Path = readonly (string | number)[];
type Mapping = { readonly [key: string]: Json };

/** What an item of a list is known by, so that one more item does not make all others differ. */
const IDENTITIES = ['id', 'objectId', 'identifier', 'key', 'name'];
const LONGEST_VALUE = 2_000;

/** Differences of two JSON values by path, in the order of the document; at most `limit`. */
export function jsonDifferences(before: Json, after: Json, limit: number): readonly Difference[] {
  const found: Difference[] = [];
  for (const difference of walk(before, after, [])) {
    if (found.length >= limit) break;
    found.push(difference);
  }
  return found;
}

function* walk(before: Json | undefined, after: Json | undefined, path: Path): Generator<Difference> {
  if (isDeepStrictEqual(before, after)) return;
  if (isMapping(before) && isMapping(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const key of keys) yield* walk(ownOf(before, key), ownOf(after, key), [...path, key]);
  } else if (isList(before) && isList(after)) {
    for (const [left, right, index] of pairsOf(before, after)) yield* walk(left, right, [...path, index]);
  } else {
    yield {
      where: 'body',
      title: formatPath(path),
      lines: linesBetween(textOf(before), textOf(after)),
      isVolatile: looksVolatile(before) && looksVolatile(after),
    };
  }
}

type Pair = readonly [Json | undefined, Json | undefined, number];

/** Items that belong together: those of one identity, or else of one place, counted from the nearer end. */
function pairsOf(before: readonly Json[], after: readonly Json[]): readonly Pair[] {
  const identity = IDENTITIES.find((name) => isIdentity(name, before) && isIdentity(name, after));
  if (identity !== undefined) return pairsByIdentity(before, after, identity);
  const most = Math.max(before.length, after.length);
  const start = before.findIndex((item, index) => !isDeepStrictEqual(item, after[index]));
  const isEndShared = before.length !== after.length && isDeepStrictEqual(before.at(-1), after.at(-1));
  const added = after.length - before.length;
  return Array.from({ length: most }, (_, index): Pair => {
    if (!isEndShared || index < start) return [before[index], after[index], index];
    if (added > 0) {
      return index < start + added ? [undefined, after[index], index] : [before[index - added], after[index], index];
    }
    return index < start - added ? [before[index], undefined, index] : [before[index], after[index + added], index];
  });
}

function pairsByIdentity(before: readonly Json[], after: readonly Json[], name: string): readonly Pair[] {
  const idOf = (item: Json) => (item as Mapping)[name];
  const earlier = new Map(before.map((item, index) => [idOf(item), { item, index }]));
  const later = new Set(after.map(idOf));
  return [
    ...after.map((item, index): Pair => [earlier.get(idOf(item))?.item, item, index]),
    ...before.flatMap((item, index): Pair[] => (later.has(idOf(item)) ? [] : [[item, undefined, index]])),
  ];
}

/** Whether all items have it, each another one. */
function isIdentity(name: string, items: readonly Json[]): boolean {
  const ids = items.map((item) => (isMapping(item) ? ownOf(item, name) : undefined));
  return ids.every((id) => typeof id === 'string' || typeof id === 'number') && new Set(ids).size === ids.length;
}

function ownOf(value: Mapping, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isMapping(value: Json | undefined): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)` : text;
}
