import type { Faults } from '../admin/faults.ts';
import type { Dataset } from './dataset.ts';
import type { ModelView } from './dax.ts';
import { coded } from './refusal.ts';

/** What there is to see in a model for somebody; without a name, everything. */
export function viewOf(dataset: Dataset, userName: string | undefined, faults: Faults, path: string): ModelView {
  const { rowCounts, measures, rowCountsOf } = dataset;
  if (faults.hit('empty-dataset', path)) return { rowCounts: zeroed(rowCounts), measures: zeroed(measures) };
  // Without row-level security a name makes no difference.
  if (userName === undefined || rowCountsOf === undefined || faults.hit('rls-leaks', path))
    return { rowCounts, measures };
  const own = rowCountsOf[userName.toLowerCase()];
  if (own === undefined) throw coded(401, 'RLSNotAuthorizedForModel');
  return { rowCounts: own, measures };
}

function zeroed(values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, 0]));
}
