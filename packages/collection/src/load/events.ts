import type { EventStream } from '../model.ts';
import type { Place } from '../yaml/place.ts';
import { checkDuration, checkJsonPath } from './checks.ts';
import { readMatcher } from './matcher.ts';

const MAX = 100;
const TIMEOUT = '30s';

/** Reads `events`, whose shape was checked before; undefined when there is none. */
export function readEvents(place: Place): EventStream | undefined {
  if (place.value === undefined) return undefined;
  const timeout = place.at('timeout');
  const timeoutDuration = (timeout.value ?? TIMEOUT) as string | number;
  checkDuration(timeout, timeoutDuration);
  return {
    max: Number(place.at('max').value ?? MAX),
    timeoutDuration,
    until: place.at('until').entries().flatMap(readCondition),
    location: place.keyLocation,
  };
}

function readCondition([path, place]: readonly [string, Place]): EventStream['until'][number][] {
  if (!path.startsWith('$')) {
    place.reportKey(
      `\`${path}\` is no JSONPath.`,
      'What an event holds is found by a JSONPath: $.status, or $ for all of it.',
    );
    return [];
  }
  const matcher = readMatcher(place, 'json');
  return checkJsonPath(place, path, true) && matcher !== undefined
    ? [{ path, matcher, location: place.keyLocation }]
    : [];
}
