import type { Condition } from '../model.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import { checkVariableName } from './checks.ts';
import { readMatcher } from './matcher.ts';

/** Reads `when`, whose shape was checked before; undefined when there is none. */
export function readCondition(place: Place): Condition | undefined {
  const { value } = place;
  if (value === undefined) return undefined;
  if (!isMapping(value)) return { kind: 'template', template: value, location: place.location };
  const variables = place.entries().flatMap(([name, inner]) => {
    checkVariableName(inner, name);
    const matcher = readMatcher(inner, 'json');
    return matcher === undefined ? [] : [{ name, matcher, location: inner.keyLocation }];
  });
  if (place.entries().length === 0) {
    place.reportKey('`when` has no condition.', 'Write when: { stage: test }, or a template: "{{ isEnabled }}".');
  }
  return { kind: 'variables', variables };
}
