import type { Place } from '../yaml/place.ts';

/** Each says what becomes of the response, so that two of them would contradict each other. */
const EXCLUSIVE = ['poll', 'paginate', 'events', 'download'] as const;

/** Reports keys of a request that do not go together. */
export function checkCombinations(place: Place): void {
  const [first, second] = EXCLUSIVE.filter((key) => place.at(key).value !== undefined);
  if (second === undefined || (first === 'poll' && second === 'paginate')) return;
  place
    .at(second)
    .reportKey(`\`${first}\` and \`${second}\` do not go together.`, `Move \`${second}\` into a request of its own.`);
}
