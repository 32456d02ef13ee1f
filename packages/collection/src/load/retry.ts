import type { Matcher } from '../matcher.ts';
import type { Retry } from '../model.ts';
import type { Place } from '../yaml/place.ts';
import { checkDuration } from './checks.ts';
import { readMatcher } from './matcher.ts';

const EVERY = '1s';

/** What usually passes: a time-out, too many requests, and a server or a proxy that is unwell. */
const TRANSIENT: readonly Matcher[] = [408, 429, 500, 502, 503, 504].map((value) => ({ op: 'equals', value }));

/** Reads `retry`, whose shape was checked before. */
export function readRetry(place: Place): Omit<Retry, 'isOwn'> {
  const every = place.at('every');
  const everyDuration = (every.value ?? EVERY) as string | number;
  checkDuration(every, everyDuration);
  return {
    count: Number(place.at('count').value),
    everyDuration,
    backoff: (place.at('backoff').value ?? 'exponential') as Retry['backoff'],
    on: readReasons(place.at('on')),
    location: place.keyLocation,
  };
}

function readReasons(place: Place): Retry['on'] {
  if (place.value === undefined) return { status: { op: 'oneOf', matchers: TRANSIENT }, network: true };
  const statuses = place.items().filter(({ value }) => value !== 'network');
  const matchers = statuses.map(readStatus).filter((matcher) => matcher !== undefined);
  return {
    status: matchers.length === 0 ? undefined : { op: 'oneOf', matchers },
    network: statuses.length < place.items().length,
  };
}

function readStatus(place: Place): Matcher | undefined {
  const { value } = place;
  // In a list, YAML takes 5xx for a text and 500 for a number; any other text is a slip of `network`.
  if (typeof value !== 'string' || /^[1-5]xx$/i.test(value)) return readMatcher(place, 'status');
  return void place.report(
    `\`${value}\` is no reason to try again.`,
    'Write a status such as 503, a class such as 5xx, or network.',
  );
}
