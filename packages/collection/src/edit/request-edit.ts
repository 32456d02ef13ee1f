import type { Json, Path } from '../model.ts';
import { isMapping } from '../yaml/place.ts';

/**
 * A change to one request. Paths are relative to the request's mapping, such as `['headers', 'accept']`; `['url']` also
 * means a URL written as `get: …`. A value that is not there yet is added, with the mappings around it.
 */
export type RequestEdit =
  | { readonly op: 'set'; readonly path: Path; readonly value: Json }
  | { readonly op: 'remove'; readonly path: Path };

type Container = { [key: string]: Json } & Json[];

/** The value that an edit must lead to. */
export function appliedTo(value: Json | undefined, edit: RequestEdit, path: Path = edit.path): Json {
  const [step, ...rest] = path;
  if (step === undefined) return edit.op === 'set' ? edit.value : null;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Container;
  if (edit.op === 'remove' && rest.length === 0) {
    delete copy[step as string];
    return copy;
  }
  Object.defineProperty(copy, step, {
    value: appliedTo(copy[step as string], edit, rest),
    ...{ enumerable: true, writable: true, configurable: true },
  });
  return copy;
}

/**
 * The smallest edits that turn one value into another, so that comments inside a body stay. A mapping whose keys change
 * their order, or a list of another length, is replaced as a whole.
 */
export function smallestEdits(before: Json | undefined, after: Json, path: Path): readonly RequestEdit[] {
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item: Json, index) => smallestEdits(item, after[index] as Json, [...path, index]));
  }
  if (!isMapping(before) || !isMapping(after) || !keepsOrder(before, after)) {
    return before !== undefined && JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [{ op: 'set', path, value: after }];
  }
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...Object.entries(after).flatMap(([key, value]) =>
      smallestEdits(Object.hasOwn(before, key) ? before[key] : undefined, value, [...path, key]),
    ),
    ...removed.map((key): RequestEdit => ({ op: 'remove', path: [...path, key] })),
  ];
}

/** Whether what both have stands in the same order, with what is new at the end. */
function keepsOrder(before: { readonly [key: string]: Json }, after: { readonly [key: string]: Json }): boolean {
  const kept = Object.keys(before).filter((key) => Object.hasOwn(after, key));
  return kept.length > 0 && kept.every((key, index) => Object.keys(after)[index] === key);
}
