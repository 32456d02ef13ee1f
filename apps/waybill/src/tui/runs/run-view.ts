import type { RequestResult } from '@waybill/runner';

/** A run of many requests, while it goes on and afterwards. */
export interface RunView {
  readonly title: string;
  /** In the order in which they are reported. */
  readonly requestIds: readonly string[];
  readonly startedMs: number;
  readonly endedMs?: number | undefined;
  /** Position of the cursor. */
  readonly index: number;
}

export interface RunCounts {
  readonly passed: number;
  /** Passed, but not at the first try; counted as passed, too. */
  readonly flaky: number;
  readonly failed: number;
  readonly skipped: number;
}

/** How many requests of a run ended how, so far. */
export function countResults({ requestIds }: RunView, results: ReadonlyMap<string, RequestResult>): RunCounts {
  const counts = { passed: 0, flaky: 0, failed: 0, skipped: 0 };
  for (const id of requestIds) {
    const result = results.get(id);
    if (result === undefined) continue;
    counts[result.outcome] += 1;
    if (result.outcome === 'passed' && result.flaky) counts.flaky += 1;
  }
  return counts;
}

/** The counts in words. */
export function countsText({ passed, flaky, failed, skipped }: RunCounts): string {
  return `${passed} passed${flaky === 0 ? '' : ` (${flaky} flaky)`}, ${failed} failed, ${skipped} skipped`;
}

/** The next or previous position of a failure, around the ends. */
export function turnToFailure(
  ids: readonly string[],
  results: ReadonlyMap<string, RequestResult>,
  from: number,
  step: 1 | -1,
): number | undefined {
  for (let distance = 1; distance <= ids.length; distance += 1) {
    const index = (from + step * distance + ids.length * 2) % ids.length;
    if (results.get(ids[index] as string)?.outcome === 'failed') return index;
  }
  return undefined;
}
