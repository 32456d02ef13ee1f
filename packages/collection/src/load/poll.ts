import type { Poll, PollCondition } from '../model.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import { joinSpans } from '../yaml/spans.ts';
import { checkDuration, checkJsonPath } from './checks.ts';
import type { Inherited } from './inheritance.ts';
import { readMatcher, type Subject } from './matcher.ts';
import { joinUrl } from './url.ts';

const EVERY = '5s';
const TIMEOUT = '10m';

/** Reads `poll`; undefined when it can not be used. Values of a wrong shape were reported before. */
export function readPoll(place: Place, baseUrl: Inherited['baseUrl']): Poll | undefined {
  const url = place.at('get');
  const joined = typeof url.value === 'string' ? joinUrl(url, url.value, baseUrl) : undefined;
  const everyDuration = readDuration(place.at('every'), EVERY);
  const timeoutDuration = readDuration(place.at('timeout'), TIMEOUT);
  const conditions = place.at('until');
  const until = readConditions(conditions);
  if (isMapping(conditions.value) && conditions.entries().length === 0) {
    conditions.reportKey(
      '`until` has no condition, so the wait would never end.',
      'Write until: { $.status: Completed }.',
    );
  }
  const fail = readConditions(place.at('fail'));
  if (joined === undefined) return undefined;
  const location = joinSpans(place.keyLocation, joined.location());
  return { url: joined.url, everyDuration, timeoutDuration, until, fail, location };
}

function readDuration(place: Place, fallback: string): string | number {
  const { value } = place;
  if (typeof value !== 'string' && typeof value !== 'number') return fallback;
  checkDuration(place, value);
  return value;
}

function readConditions(place: Place): PollCondition[] {
  return place.entries().flatMap(([key, inner]) => {
    const target = readTarget(key, inner);
    const matcher = readMatcher(inner, SUBJECTS[target?.kind ?? 'body']);
    return target === undefined || matcher === undefined ? [] : [{ target, matcher, location: inner.keyLocation }];
  });
}

const SUBJECTS: Readonly<Record<PollCondition['target']['kind'], Subject>> = {
  body: 'json',
  status: 'status',
  header: 'text',
};

function readTarget(key: string, place: Place): PollCondition['target'] | undefined {
  if (key.startsWith('$')) return checkJsonPath(place, key, true) ? { kind: 'body', path: key } : undefined;
  if (key === 'status') return { kind: 'status' };
  const [, header] = /^header\s+(\S+)$/.exec(key) ?? [];
  if (header !== undefined) return { kind: 'header', name: header };
  return void place.reportKey(
    `\`${key}\` is nothing a response can be asked for.`,
    'Conditions are a JSONPath ($.status), `status`, or `header` and a name (header location).',
  );
}
