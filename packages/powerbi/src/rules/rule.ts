import type { Certainty, Diagnosis } from '../diagnosis.ts';

/** Something fixed, or something that depends on the facts. */
type From<Facts, Value> = Value | ((facts: Facts) => Value);

/** A diagnosis and when it holds. Rules are data: adding one means adding it to a list, at the place of its rank. */
export interface Rule<Facts> {
  readonly id: string;
  readonly certainty: From<Facts, Certainty>;
  readonly applies: (facts: Facts) => boolean;
  readonly cause: From<Facts, string>;
  readonly remedy: From<Facts, string>;
  readonly docs?: string;
}

/** What the rules that apply have to say, in the order of the rules. */
export function evaluate<Facts>(rules: readonly Rule<Facts>[], facts: Facts): readonly Diagnosis[] {
  return rules
    .filter((rule) => rule.applies(facts))
    .map(({ id, certainty, cause, remedy, docs }) => ({
      id,
      certainty: resolve(certainty, facts),
      cause: resolve(cause, facts),
      remedy: resolve(remedy, facts),
      ...(docs !== undefined && { docs }),
    }));
}

function resolve<Facts, Value extends string>(value: From<Facts, Value>, facts: Facts): Value {
  return typeof value === 'function' ? value(facts) : value;
}

const BY_CERTAINTY: readonly Certainty[] = ['certain', 'likely', 'possible'];

/** Most certain first, else in the order given. Where something is certain, what is merely possible would distract. */
export function rank(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const isCertain = diagnoses.some(({ certainty }) => certainty === 'certain');
  return diagnoses
    .filter(({ certainty }) => !isCertain || certainty !== 'possible')
    .toSorted((a, b) => BY_CERTAINTY.indexOf(a.certainty) - BY_CERTAINTY.indexOf(b.certainty));
}
