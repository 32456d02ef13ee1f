import { setImmediate } from 'node:timers/promises';
import { queryJsonPath } from '@waybill/collection';
import { type LineRange, Locator } from '@waybill/json-view';
import type { BodyView } from './body-view.ts';
import { SLICE_MS } from './run-shown.ts';
import { selectLocations } from './select-locations.ts';

/**
 * Leaves only the lines of what a JSONPath selects; returns why it cannot, or an empty text.
 *
 * @throws {WaybillError} `ERR_JSONPATH_SYNTAX`
 */
export async function filterBody(bodyView: BodyView, path: string, rawKey: string): Promise<string> {
  const { selecting } = bodyView;
  if (path === '') {
    selecting.end();
    bodyView.showOnly();
    return '';
  }
  // Explains a wrong path the way the collection does.
  queryJsonPath(path, undefined);
  const signal = selecting.begin(path);
  try {
    await bodyView.indexed;
    if (signal.aborted) return '';
    if (bodyView.isRaw) return `Only the pretty form can be filtered: ${rawKey} shows it.`;
    if (bodyView.body.format !== 'json') return 'The body is not one JSON value, so no JSONPath selects from it.';
    const ranges = await rangesOf(bodyView, path, signal);
    if (ranges.length === 0) return `Nothing in the body matches ${path}.`;
    bodyView.showOnly({ path, ranges });
    return '';
  } catch (error) {
    if (signal.aborted) return '';
    throw error;
  } finally {
    selecting.end(signal);
  }
}

/** The lines of what is selected, found in slices between which keys are handled. */
async function rangesOf({ body }: BodyView, path: string, signal: AbortSignal): Promise<readonly LineRange[]> {
  const locator = new Locator(body);
  const ranges: LineRange[] = [];
  let pausedMs = performance.now();
  for await (const locations of selectLocations({ bytes: body.bytes, path }, signal)) {
    for (const location of locations) {
      const range = locator.rangeOf(location);
      if (range !== undefined) ranges.push(range);
      if (performance.now() - pausedMs < SLICE_MS) continue;
      await setImmediate(undefined, { signal });
      pausedMs = performance.now();
    }
  }
  return ranges;
}
