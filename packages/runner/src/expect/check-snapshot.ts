import type { RequestDefinition, SnapshotExpectation } from '@waybill/collection';
import type { Change } from '@waybill/json-view';
import type { Mismatch } from '../result.ts';
import type { Standard } from './check-expectations.ts';
import type { Checklist } from './checklist.ts';
import { showValue } from './describe-matcher.ts';
import { presence } from './evaluate-matcher.ts';
import { isHidden } from './hidden-value.ts';
import { snapshotOf } from './snapshot-of.ts';

const MOST_DIFFERENCES = 50;

/** Compares the body with its snapshot. What finds the differences is loaded by whoever needs it only. */
export async function addSnapshotCheck(
  snapshot: SnapshotExpectation,
  request: RequestDefinition,
  standard: Standard,
  checklist: Checklist,
): Promise<void> {
  const { snapshots, redactor } = standard.services;
  if (snapshots?.record !== undefined) return;
  const { location } = snapshot;
  const stored = snapshots?.stored(request.location.file, request.key);
  if (stored === undefined) {
    const actual = 'none: `waybill run --update` stores it';
    checklist.add('snapshot', location, () => [
      { subject: 'snapshot', expected: 'a stored snapshot', actual, location },
    ]);
    return;
  }
  const { changesBetween, formatPath } = await import('@waybill/json-view');
  checklist.add('snapshot', location, () => {
    const { response, context } = standard;
    const actual = snapshotOf(response, snapshot, context, redactor);
    const changes = [...changesBetween(stored, actual)].filter(({ after }) => !isHidden(presence(after), response));
    const mismatch = ({ path, before, after }: Change): Mismatch => ({
      subject: `snapshot ${formatPath(path)}`,
      expected: before === undefined ? 'nothing' : showValue(before),
      actual: after === undefined ? 'nothing' : showValue(after),
      location,
    });
    return told(changes.map(mismatch));
  });
}

function told(mismatches: readonly Mismatch[]): readonly Mismatch[] {
  const more = mismatches.length - MOST_DIFFERENCES;
  const [first] = mismatches;
  if (first === undefined || more <= 0) return mismatches;
  const rest = { subject: 'snapshot', expected: 'no difference', actual: `${more} more`, location: first.location };
  return [...mismatches.slice(0, MOST_DIFFERENCES), rest];
}

/** Hands over the body of a response that is otherwise as expected, when snapshots are updated. */
export function recordSnapshot(request: RequestDefinition, { response, context, services }: Standard): void {
  const snapshot = request.expect.snapshot ?? request.warn?.snapshot;
  if (snapshot === undefined || services.snapshots?.record === undefined) return;
  const value = snapshotOf(response, snapshot, context, services.redactor);
  services.snapshots.record(request.location.file, request.key, value);
}
