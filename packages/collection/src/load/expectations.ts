import type { Expectations, LocatedTime } from '../model.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import { checkDuration, checkHeaderName, checkJsonPath } from './checks.ts';
import { readMatcher, type Subject } from './matcher.ts';

/** Reads `expect`. Values of a wrong shape were reported before and are passed over. */
export function readExpectations(place: Place): Expectations {
  const status = place.at('status');
  const [locatedStatus] = status.value === undefined ? [] : located(status, 'status');
  const time = readTime(place.at('time'));
  return {
    ...(locatedStatus === undefined ? {} : { status: locatedStatus }),
    ...(time === undefined ? {} : { time }),
    headers: place
      .at('headers')
      .entries()
      .flatMap(([name, header]) => {
        checkHeaderName(header, name);
        return located(header, 'text').map((matcher) => ({ name, ...matcher }));
      }),
    body: readBody(place.at('body')),
  };
}

function located(place: Place, subject: Subject) {
  const matcher = readMatcher(place, subject);
  return matcher === undefined ? [] : [{ matcher, location: place.keyLocation }];
}

function readTime(place: Place): LocatedTime | undefined {
  if (typeof place.value !== 'string') return undefined;
  const [, operator, duration] = /^\s*(<=?|>=?)\s*(.+?)\s*$/s.exec(place.value) ?? [];
  if (operator === undefined || duration === undefined) {
    return void place.report('`time` needs a comparison.', 'Write < 5s, <= 500ms, > 1s or >= 1s.');
  }
  checkDuration(place, duration);
  return { operator: operator as LocatedTime['operator'], duration, location: place.keyLocation };
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
