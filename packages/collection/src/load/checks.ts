import { WaybillError } from '@waybill/errors';
import { parseDuration } from '../duration.ts';
import { compileJsonPath } from '../json-path.ts';
import { VARIABLE_NAME } from '../schema/primitives.ts';
import { isTemplate } from '../template/parse.ts';
import type { Place } from '../yaml/place.ts';

/** Checks a duration that can be known before rendering. */
export function checkDuration(place: Place, text: string | number): boolean {
  return (typeof text === 'string' && isTemplate(text)) || reporting(place, () => parseDuration(text));
}

/** Checks an amount that can be known before rendering. */
export function checkLimit(place: Place, text: string, parse: (text: string) => number): boolean {
  return isTemplate(text) || reporting(place, () => parse(text));
}

/** Compiles a JSONPath that can be known before rendering; `onKey` when the path is the key. */
export function checkJsonPath(place: Place, path: string, onKey: boolean): boolean {
  return isTemplate(path) || reporting(place, () => compileJsonPath(path), onKey);
}

/** Checks that templates can name a variable. */
export function checkVariableName(place: Place, name: string): void {
  if (name === 'env') {
    place.reportKey('`env` is taken: {{ env.NAME }} reads environment variables.', 'Choose another name.');
  } else if (!VARIABLE_NAME.test(name)) {
    place.reportKey(`\`${name}\` can not be the name of a variable.`, 'Use letters, digits, _ and -, a letter first.');
  }
}

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Checks a header name against RFC 9110. */
export function checkHeaderName(place: Place, name: string): void {
  if (HEADER_NAME.test(name)) return;
  place.reportKey(`\`${name}\` can not be the name of a header.`, 'Header names hold letters, digits and hyphens.');
}

function reporting(place: Place, action: () => unknown, onKey = false): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error;
    place.report(error.message, error.hint, error.code, onKey ? place.keyLocation : place.location);
    return false;
  }
}
