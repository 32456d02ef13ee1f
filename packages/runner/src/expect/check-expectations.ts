import {
  type Expectations,
  type LocatedMatcher,
  type LocatedTime,
  type Matcher,
  parseDuration,
  type RenderContext,
  type RequestDefinition,
  renderMatcher,
  renderText,
} from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { HttpResponse } from '@waybill/rest';
import type { Mismatch } from '../result.ts';
import { describeActual, describeMatcher } from './describe-matcher.ts';
import { type Actual, matches, presence } from './evaluate-matcher.ts';
import { selectByPath } from './select-by-path.ts';

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
  try {
    for (const body of expect.body) mismatches.push(checkBody(body, response, context));
  } catch (error) {
    // An error page is rarely JSON; the status says more than that.
    const isExplained = mismatches[0] !== undefined;
    if (!isExplained || !(error instanceof WaybillError) || error.code !== 'ERR_BODY_NOT_JSON') throw error;
  }
  return mismatches.filter((mismatch) => mismatch !== undefined);
}

function checkBody(
  { path, ...expected }: Expectations['body'][number],
  response: HttpResponse,
  context: RenderContext,
) {
  if (path !== undefined) return checkPath(path, expected, response, context);
  return check('body', expected, { present: true, value: response.body.text() }, context);
}

const SUCCESS: Matcher = {
  op: 'all',
  matchers: [
    { op: 'min', value: 200 },
    { op: 'max', value: 399 },
  ],
};

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
  template: string,
  expected: LocatedMatcher,
  response: HttpResponse,
  context: RenderContext,
): Mismatch | undefined {
  const path = renderText(template, context, expected.location);
  return check(path, expected, selectByPath(path, response, expected.location), context);
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
