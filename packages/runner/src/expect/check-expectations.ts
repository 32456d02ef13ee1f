import {
  type LocatedMatcher,
  type LocatedTime,
  type Matcher,
  parseDuration,
  queryJsonPath,
  type RenderContext,
  type RequestDefinition,
  renderMatcher,
  renderText,
} from '@waybill/collection';
import type { SourceLocation } from '@waybill/errors';
import type { HttpResponse } from '@waybill/rest';
import { located } from '../located.ts';
import type { Mismatch } from '../result.ts';
import { describeActual, describeMatcher } from './describe-matcher.ts';
import { type Actual, matches } from './evaluate-matcher.ts';

/**
 * Checks everything a request expects and returns all that is not met. Without an expected status, any from 200 to 399
 * will do.
 *
 * @throws {WaybillError} ERR_BODY_NOT_JSON when a JSONPath is to be read from something else
 */
export function checkExpectations(
  request: RequestDefinition,
  response: HttpResponse,
  context: RenderContext,
): readonly Mismatch[] {
  const { expect } = request;
  const status = expect.status ?? { matcher: SUCCESS, location: request.location };
  const mismatches = [check('status', status, { present: true, value: response.status }, context)];
  if (expect.time !== undefined) mismatches.push(checkTime(expect.time, response, context));
  for (const header of expect.headers) {
    mismatches.push(
      check(`header ${header.name}`, header, presence(response.headers[header.name.toLowerCase()]), context),
    );
  }
  for (const { path, ...expected } of expect.body) {
    if (path === undefined)
      mismatches.push(check('body', expected, { present: true, value: response.body.text() }, context));
    else mismatches.push(checkPath(path, expected, response, context));
  }
  return mismatches.filter((mismatch) => mismatch !== undefined);
}

const SUCCESS: Matcher = {
  op: 'all',
  matchers: [
    { op: 'min', value: 200 },
    { op: 'max', value: 399 },
  ],
};

function presence(value: unknown): Actual {
  return value === undefined ? { present: false } : { present: true, value };
}

function check(
  subject: string,
  expected: LocatedMatcher,
  actual: Actual,
  context: RenderContext,
): Mismatch | undefined {
  const matcher = renderMatcher(expected.matcher, context, expected.location);
  if (matches(matcher, actual)) return undefined;
  return {
    subject,
    expected: describeMatcher(matcher),
    actual: describeActual(matcher, actual),
    location: expected.location,
  };
}

function checkPath(
  path: string,
  expected: LocatedMatcher,
  response: HttpResponse,
  context: RenderContext,
): Mismatch | undefined {
  const actual = selectByPath(path, response, context, expected.location);
  return check(path, expected, actual, context);
}

/** What a JSONPath selects: the value of a singular query, else the array of all values (RFC 9535 section 2.3.5.1). */
export function selectByPath(
  path: string,
  response: HttpResponse,
  context: RenderContext,
  location: SourceLocation,
): Actual {
  const { values, singular } = located(location, () =>
    queryJsonPath(renderText(path, context, location), response.body.json()),
  );
  return singular ? presence(values[0]) : { present: values.length > 0, value: values };
}

function checkTime(time: LocatedTime, response: HttpResponse, context: RenderContext): Mismatch | undefined {
  const limitMs = parseDuration(renderText(time.duration, context, time.location));
  const { totalMs } = response.timings;
  const isMet = { '<': totalMs < limitMs, '<=': totalMs <= limitMs, '>': totalMs > limitMs, '>=': totalMs >= limitMs };
  if (isMet[time.operator]) return undefined;
  return {
    subject: 'time',
    expected: `${time.operator} ${time.duration}`,
    actual: `${Math.round(totalMs)}ms`,
    location: time.location,
  };
}
