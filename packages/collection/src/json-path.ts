import { WaybillError } from '@waybill/errors';
import { JSONPathEnvironment, JSONPathError, type JSONPathQuery, type JSONValue } from 'json-p3';
import { BoundedCache } from './bounded-cache.ts';
import type { Json, Path } from './model.ts';

const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: 500 });
const compiled = new BoundedCache<string, JSONPathQuery>(500);

/** What a JSONPath selected. */
export interface JsonPathResult {
  readonly values: readonly unknown[];
  /** Whether the path can select one value at most, such as `$.value[0].id`. */
  readonly singular: boolean;
}

/**
 * Selects values with an RFC 9535 JSONPath.
 *
 * @throws {WaybillError} `ERR_JSONPATH_SYNTAX`
 */
export function queryJsonPath(path: string, document: unknown): JsonPathResult {
  const query = compileJsonPath(path);
  // The types ask for JSON, the implementation treats anything else as a leaf.
  const values = asWaybillError(path, () => query.query(document as JSONValue).values());
  return { values, singular: query.singularQuery() };
}

/**
 * The document without what a JSONPath selects.
 *
 * @throws {WaybillError} `ERR_JSONPATH_SYNTAX`
 */
export function withoutJsonPath(path: string, document: Json): Json {
  const query = compileJsonPath(path);
  const nodes = asWaybillError(path, () => query.query(document as JSONValue).nodes);
  if (nodes.length === 0) return document;
  const removed = new Set(nodes.map(({ location }) => JSON.stringify(location)));
  const prune = (value: Json, at: Path): Json => {
    const kept = (step: string | number) => !removed.has(JSON.stringify([...at, step]));
    if (Array.isArray(value)) {
      return (value as readonly Json[]).flatMap((item, index) => (kept(index) ? [prune(item, [...at, index])] : []));
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([key]) => kept(key));
    return Object.fromEntries(entries.map(([key, inner]) => [key, prune(inner as Json, [...at, key])]));
  };
  return removed.has('[]') ? null : prune(document, []);
}

/**
 * Compiles a path, or finds it compiled.
 *
 * @throws {WaybillError} `ERR_JSONPATH_SYNTAX`
 */
export function compileJsonPath(path: string): JSONPathQuery {
  return compiled.get(path, () => asWaybillError(path, () => environment.compile(path)));
}

function asWaybillError<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new WaybillError('ERR_JSONPATH_SYNTAX', `The JSONPath \`${path}\` is wrong: ${reason(cause)}.`, {
      hint: path.startsWith('$')
        ? 'Paths follow RFC 9535, for example $.value[0].id or $.value[?@.name == "Sales"].id.'
        : 'A JSONPath starts with `$`, the whole document: $.value[0].id.',
      cause,
    });
  }
}

function reason(cause: unknown): string {
  if (!(cause instanceof JSONPathError)) return 'it is nested too deeply';
  // The library repeats the path and position in parentheses.
  const message = cause.message.replace(/ \([\s\S]*:\d+\)$/, '');
  return `${message}, at character ${cause.token.index + 1}`;
}
