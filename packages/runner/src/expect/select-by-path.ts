import { queryJsonPath } from '@waybill/collection';
import type { SourceLocation } from '@waybill/errors';
import type { HttpResponse } from '@waybill/rest';
import { located } from '../located.ts';
import { type Actual, presence } from './evaluate-matcher.ts';
import { withinDepth, withinLimits } from './within-limits.ts';

/**
 * What a JSONPath selects: the value of a singular query, else the array of all values (RFC 9535 section 2.3.5.1).
 *
 * @throws {LocatedError} ERR_BODY_NOT_JSON, ERR_JSONPATH_SYNTAX, ERR_CHECK_LIMIT
 */
export function selectByPath(path: string, response: HttpResponse, location: SourceLocation): Actual {
  return selectIn(path, () => response.body.json(), location);
}

/** A filter may hold a regular expression, and descendants of descendants multiply. */
const MAY_TAKE_FOREVER = /\?|\.\./;

/** What a JSONPath selects in a document, as above. */
export function selectIn(path: string, read: () => unknown, location: SourceLocation): Actual {
  const { values, singular } = located(location, () => {
    const document = read();
    return (MAY_TAKE_FOREVER.test(path) ? withinLimits : withinDepth)(() => queryJsonPath(path, document));
  });
  return singular ? presence(values[0]) : { present: values.length > 0, value: values };
}
