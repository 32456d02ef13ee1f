import { isDeepStrictEqual } from 'node:util';
import type { Path } from './paths.ts';

/** What JSON can hold. */
type Json = null | boolean | number | string | readonly Json[] | Mapping;
type Mapping = { readonly [key: string]: Json };

/** One place where two JSON values differ; undefined is what is missing on one side. */
export interface Change {
  readonly path: Path;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What an item of a list is known by, so that one more item does not make all others differ. */
const IDENTITIES = ['id', 'objectId', 'identifier', 'key', 'name'];

/** Where two JSON values differ, in the order of the document, found while they are asked for. */
export function changesBetween(before: Json, after: Json): Generator<Change> {
  return walk(before, after, []);
}

function* walk(before: Json | undefined, after: Json | undefined, path: Path): Generator<Change> {
  if (isDeepStrictEqual(before, after)) return;
  if (isMapping(before) && isMapping(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const key of keys) yield* walk(ownOf(before, key), ownOf(after, key), [...path, key]);
  } else if (isList(before) && isList(after)) {
    for (const [left, right, index] of pairsOf(before, after)) yield* walk(left, right, [...path, index]);
  } else {
    yield { path, before, after };
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
