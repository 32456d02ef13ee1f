import type { Capture } from '../model.ts';
import { isTemplate } from '../template/parse.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import { checkJsonPath, checkVariableName } from './checks.ts';

/** Reads `capture`. Values of a wrong shape were reported before and are passed over. */
export function readCaptures(place: Place): Capture[] {
  return place.entries().flatMap(([name, inner]) => {
    checkVariableName(inner, name);
    const from = readSource(inner);
    const secret = inner.at('secret').value === true;
    return from === undefined ? [] : [{ name, from, secret, location: inner.keyLocation }];
  });
}

function readSource(place: Place): Capture['from'] | undefined {
  if (!isMapping(place.value)) return fromPath(place);
  const written = ['path', 'header', 'status'].filter((key) => place.at(key).value !== undefined);
  if (written.length !== 1) {
    const found = written.length === 0 ? 'nothing to take' : `both ${written.map((key) => `\`${key}\``).join(' and ')}`;
    return void place.reportKey(
      `The capture names ${found}.`,
      'Write one of path: $.value[0].id, header: location, status: true.',
    );
  }
  if (written[0] === 'header') {
    const name = place.at('header').value;
    return typeof name === 'string' ? { kind: 'header', name } : undefined;
  }
  return written[0] === 'status' ? { kind: 'status' } : fromPath(place.at('path'));
}

function fromPath(place: Place): Capture['from'] | undefined {
  const path = place.value;
  if (typeof path !== 'string') return undefined;
  if (!path.startsWith('$') && !isTemplate(path)) {
    const hint = 'Write $.value[0].id, or { header: location } for a header.';
    return void place.report(`\`${path}\` is not a JSONPath: they start with \`$\`.`, hint);
  }
  return checkJsonPath(place, path, false) ? { kind: 'body', path } : undefined;
}
