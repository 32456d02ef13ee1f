import type { Operation } from './operation.ts';

/** An operation that a request calls. */
export interface OperationMatch {
  readonly operation: Operation;
  /** Parameters of the path by name, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** An operation whose path is ready to be compared with that of a request. */
export interface OperationRoute {
  readonly operation: Operation;
  readonly segments: readonly RegExp[];
}

/** The routes in the order in which they are to be tried: a literal segment goes before a parameter. */
export function routesOf(operations: readonly Operation[]): readonly OperationRoute[] {
  return operations
    .map((operation) => ({ operation, segments: segmentsOf(operation.path).map(segmentPattern) }))
    .toSorted((a, b) => vagueness(a.operation) - vagueness(b.operation));
}

/** The most specific operation for a method and a URL or path. Host, version and `myorg` may be there or not. */
export function matchOperation(
  routes: readonly OperationRoute[],
  method: string,
  urlOrPath: string,
): OperationMatch | undefined {
  const called = segmentsOf(pathBelowMyorg(urlOrPath)).map(decode);
  for (const { operation, segments } of routes) {
    if (operation.method !== method.toUpperCase() || segments.length !== called.length) continue;
    const matches = segments.map((pattern, index) => pattern.exec(called[index] ?? ''));
    if (matches.every((match) => match !== null)) {
      return { operation, parameters: Object.assign({}, ...matches.map((match) => match?.groups)) };
    }
  }
  return undefined;
}

/** What a URL says below `/v1.0/myorg`, or below `/v1.0/{tenant}`, which Power BI takes just as well. */
export function pathBelowMyorg(urlOrPath: string): string {
  const [path = ''] = urlOrPath.split(/[?#]/, 1);
  const below = /\/v1\.0\/[^/]+(\/.*)?$/is.exec(path);
  if (below !== null) return below[1] ?? '/';
  const relative = path.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '').replace(/^\/?myorg(?=\/|$)/i, '');
  return relative.startsWith('/') ? relative : `/${relative}`;
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** `goals({goalId})` takes `goals(…)` in any case; OData quotes and parentheses are literals like any other. */
function segmentPattern(segment: string): RegExp {
  const source = segment.replaceAll(/\{(\w+)\}|\W/g, (part, name: string | undefined) =>
    name === undefined ? `\\${part}` : `(?<${name}>.+)`,
  );
  return new RegExp(`^${source}$`, 'is');
}

/** A number with a binary digit for each segment; the first segments count most. */
function vagueness({ path }: Operation): number {
  return segmentsOf(path).reduce((sum, segment) => sum * 2 + (segment.includes('{') ? 1 : 0), 0);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
