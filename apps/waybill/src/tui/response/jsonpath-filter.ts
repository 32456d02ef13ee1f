import { setImmediate } from 'node:timers/promises';
import { queryJsonPath } from '@waybill/collection';
import { type LineRange, Locator } from '@waybill/json-view';
import type { HttpResponse } from '@waybill/rest';
import { JSONPathEnvironment, type JSONValue } from 'json-p3';
import type { BodyView } from './body-view.ts';
import { SLICE_MS } from './run-shown.ts';

const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: 500 });

/**
 * Leaves only the lines of what a JSONPath selects; returns why it cannot, or an empty text.
 *
 * @throws {WaybillError} `ERR_JSONPATH_SYNTAX`
 */
export async function filterBody(
  bodyView: BodyView,
  response: HttpResponse,
  path: string,
  rawKey: string,
): Promise<string> {
  if (path === '') {
    bodyView.showOnly();
    return '';
  }
  // Explains a wrong path the way the collection does.
  queryJsonPath(path, undefined);
  const { body } = bodyView;
  await bodyView.indexed;
  if (body !== bodyView.body) return '';
  if (bodyView.isRaw) return `Only the pretty form can be filtered: ${rawKey} shows it.`;
  if (body.format !== 'json') return 'The body is not one JSON value, so no JSONPath selects from it.';
  const locator = new Locator(body);
  const ranges: LineRange[] = [];
  let pausedMs = performance.now();
  // Node by node: a list of all would be spread into one call, which overflows the stack when they are many.
  for (const { location } of environment.lazyQuery(path, response.body.json() as JSONValue)) {
    const range = locator.rangeOf(location);
    if (range !== undefined) ranges.push(range);
    if (performance.now() - pausedMs < SLICE_MS) continue;
    await setImmediate();
    pausedMs = performance.now();
  }
  if (body !== bodyView.body) return '';
  if (ranges.length === 0) return `Nothing in the body matches ${path}.`;
  bodyView.showOnly({ path, ranges });
  return '';
}
