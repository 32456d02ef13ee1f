import { parseDuration } from '../duration.ts';
import type { Expectations, LocatedLimit } from '../model.ts';
import { parseLifetime, parseSize } from '../quantities.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import { checkHeaderName, checkJsonPath, checkLimit } from './checks.ts';
import { readMatcher, type Subject } from './matcher.ts';
import { readSchema } from './schema.ts';
import { readSnapshot } from './snapshot.ts';
import { readXml } from './xml.ts';

/** Reads `expect`. Values of a wrong shape were reported before and are passed over. */
export function readExpectations(place: Place): Expectations {
  const status = place.at('status');
  const [locatedStatus] = status.value === undefined ? [] : located(status, 'status');
  const redirect = place.at('redirect');
  const [locatedRedirect] = redirect.value === undefined ? [] : located(redirect, 'text');
  return {
    ...(locatedStatus === undefined ? {} : { status: locatedStatus }),
    ...readLimits(place),
    ...readXml(place.at('xml')),
    ...readSnapshot(place.at('snapshot')),
    ...(locatedRedirect === undefined ? {} : { redirect: locatedRedirect }),
    headers: place
      .at('headers')
      .entries()
      .flatMap(([name, header]) => {
        checkHeaderName(header, name);
        return located(header, 'text').map((matcher) => ({ name, ...matcher }));
      }),
    body: [...readBody(place.at('body')), ...readWholeSchema(place.at('schema'))],
  };
}

function located(place: Place, subject: Subject) {
  const matcher = readMatcher(place, subject);
  return matcher === undefined ? [] : [{ matcher, location: place.keyLocation }];
}

const LIMITS = {
  time: { parse: parseDuration, hint: 'Write < 5s, <= 500ms, > 1s or >= 1s.' },
  size: { parse: parseSize, hint: 'Write < 10kB, <= 1MiB, > 0B or >= 1MB.' },
  certificate: { parse: parseLifetime, hint: 'Write > 30d or >= 12h.' },
} as const;

function readLimits(place: Place): Partial<Record<keyof typeof LIMITS, LocatedLimit>> {
  const keys = Object.keys(LIMITS) as (keyof typeof LIMITS)[];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const limit = readLimit(place.at(key), key);
      return limit === undefined ? [] : [[key, limit]];
    }),
  );
}

function readLimit(place: Place, key: keyof typeof LIMITS): LocatedLimit | undefined {
  if (typeof place.value !== 'string') return undefined;
  const [, operator, limit] = /^\s*(<=?|>=?)\s*(\S.*?)\s*$/s.exec(place.value) ?? [];
  const { parse, hint } = LIMITS[key];
  if (operator === undefined || limit === undefined) {
    return void place.report(`\`${key}\` needs a comparison.`, hint);
  }
  checkLimit(place, limit, parse);
  return { operator: operator as LocatedLimit['operator'], limit, location: place.keyLocation };
}

/** A schema for the whole body is a matcher for its root. */
function readWholeSchema(place: Place): Expectations['body'] {
  if (place.value === undefined) return [];
  const schema = readSchema(place);
  return schema === undefined ? [] : [{ path: '$', matcher: { op: 'schema', schema }, location: place.keyLocation }];
}

function readBody(place: Place): Expectations['body'] {
  if (place.value === undefined) return [];
  const entries = place.entries();
  const hasPaths = isMapping(place.value) && entries.some(([key]) => key.startsWith('$'));
  if (!hasPaths) return located(place, 'text').map((matcher) => ({ path: undefined, ...matcher }));
  return entries.flatMap(([path, inner]) => {
    const valid = checkJsonPath(inner, path, true);
    const matchers = located(inner, 'json');
    return valid ? matchers.map((matcher) => ({ path, ...matcher })) : [];
  });
}
