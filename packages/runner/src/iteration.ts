import { type VariableLayer, valuesLayer } from '@waybill/collection';
import type { Plan } from './plan/plan.ts';

/** One time through a plan, with a row of data or none. */
interface Iteration {
  /** Names it in the trail of its results; undefined when there is only one. */
  readonly label: string | undefined;
  /** Above what is captured, below the command line. */
  readonly layers: readonly VariableLayer[];
}

/** Iterations, made one by one: there may be a million of them. */
export interface Iterations extends Iterable<Iteration> {
  readonly count: number;
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Every row, as many times as asked. */
export function iterationsOf(rows: Rows | undefined, times = 1): Iterations {
  return { count: (rows?.length ?? 1) * times, [Symbol.iterator]: () => iterate(rows, times) };
}

function* iterate(rows: Rows | undefined, times: number): Generator<Iteration> {
  for (let time = 1; time <= times; time += 1) {
    const part = times === 1 ? undefined : `iteration ${time}`;
    if (rows === undefined) yield { label: part, layers: [] };
    for (const [index, row] of (rows ?? []).entries()) {
      const label = [`row ${index + 1}`, part].filter((each) => each !== undefined).join(', ');
      yield { label, layers: [valuesLayer(`data ${label}`, row)] };
    }
  }
}

/** The plan with the label at the end of every trail. */
export function labelled(plan: Plan, label: string | undefined): Plan {
  if (label === undefined) return plan;
  const requests = plan.requests.map((request) => ({ ...request, trail: [...request.trail, label] }));
  return { ...plan, requests };
}
