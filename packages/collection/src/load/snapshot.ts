import type { Expectations } from '../model.ts';
import type { Place } from '../yaml/place.ts';
import { checkJsonPath } from './checks.ts';

/** Reads `snapshot`. */
export function readSnapshot(place: Place): Pick<Expectations, 'snapshot'> {
  if (place.value === undefined) return {};
  const ignore = place
    .at('ignore')
    .items()
    .flatMap((item) => (typeof item.value === 'string' && checkJsonPath(item, item.value, false) ? [item.value] : []));
  return { snapshot: { ignore, location: place.keyLocation } };
}

/** There is one snapshot of a request, so it can not be expected in two ways. */
export function checkSnapshots(request: Place): void {
  const [, second] = ['expect', 'warn']
    .map((key) => request.at(key).at('snapshot'))
    .filter(({ value }) => value !== undefined);
  second?.reportKey(
    '`expect` and `warn` both have a `snapshot`.',
    'Keep one of them: there is one snapshot of a request.',
  );
}
