import {
  type Poll,
  type PollCondition,
  type RenderContext,
  renderMatcher,
  renderText,
  valuesLayer,
} from '@waybill/collection';
import { LocatedError, type WaybillError } from '@waybill/errors';
import type { HttpRequest, HttpResponse } from '@waybill/rest';
import type { Clock } from '../clock.ts';
import { describeMatcher, showValue } from '../expect/describe-matcher.ts';
import { type Actual, matches, presence } from '../expect/evaluate-matcher.ts';
import { selectByPath } from '../expect/select-by-path.ts';
import type { Mismatch } from '../result.ts';
import { followLink } from './follow-link.ts';
import { renderDuration } from './render-duration.ts';
import { parseUrl } from './render-request.ts';
import { retryAfterMs } from './retry-after.ts';

/** How far an operation has come. */
export interface PollProgress {
  readonly attempt: number;
  readonly elapsedMs: number;
  readonly state: string;
  /** Until it is asked again. */
  readonly waitMs: number;
}

export interface PollOutcome {
  readonly response: HttpResponse;
  /** Empty when the operation ended well. */
  readonly mismatches: readonly Mismatch[];
}

/** An operation that was just accepted may not be listed yet; after this long, not found means not found. */
const NOT_FOUND_GRACE_MS = 60_000;

/**
 * Follows a long-running operation until it ends, one way or the other.
 *
 * @throws {LocatedError} ERR_POLL_TIMEOUT when it does not end in time
 */
export async function pollOperation(
  poll: Poll,
  accepted: HttpResponse,
  original: HttpRequest,
  context: RenderContext,
  clock: Clock,
  send: (request: HttpRequest) => Promise<HttpResponse>,
  onProgress: (progress: PollProgress) => void,
): Promise<PollOutcome> {
  const pollContext = withResponse(context, accepted);
  const target = renderText(poll.url, pollContext, poll.location);
  // A Location may be relative to what answered with it (RFC 9110 section 10.2.2).
  const base = accepted.sent.url;
  const url = parseUrl(URL.canParse(target, base) ? new URL(target, base).href : target, poll.location);
  const everyMs = renderDuration(poll.everyDuration, context, poll.location) as number;
  const timeoutMs = renderDuration(poll.timeoutDuration, context, poll.location) as number;
  const request = followLink(original, url, accepted);
  const startMs = clock.now();
  let last = accepted;
  const pauseMs = () => Math.max(everyMs, Math.min(retryAfterMs(last) ?? 0, LONGEST_RETRY_AFTER_MS));
  for (let attempt = 1; ; attempt += 1) {
    const elapsedMs = clock.now() - startMs;
    const waitMs = pauseMs();
    if (elapsedMs + waitMs > timeoutMs) throw timedOut(poll, timeoutMs, last);
    await clock.pause(waitMs, original.signal);
    last = await send(request);
    const progress = { attempt, elapsedMs: clock.now() - startMs, waitMs: pauseMs() };
    if (isNotThereYet(last, progress.elapsedMs)) {
      onProgress({ ...progress, state: `HTTP ${last.status}` });
      continue;
    }
    if (last.status >= 400) return { response: last, mismatches: [unexpectedStatus(poll, last)] };
    onProgress({ ...progress, state: stateOf(poll, last, pollContext) });
    const failure = poll.fail.find((condition) => holds(condition, last, pollContext));
    if (failure !== undefined) return { response: last, mismatches: [ended(failure, last, poll, pollContext)] };
    if (poll.until.every((condition) => holds(condition, last, pollContext))) return { response: last, mismatches: [] };
  }
}

/** `response` in the templates of a poll is the answer that accepted the operation. */
function withResponse(context: RenderContext, response: HttpResponse): RenderContext {
  const body = isJson(response) ? response.body.json() : response.body.text();
  const values = { response: { status: response.status, headers: response.headers, body } };
  return { ...context, layers: [valuesLayer('response', values), ...context.layers] };
}

function isJson(response: HttpResponse): boolean {
  return response.body.size > 0 && /\bjson\b/i.test(response.headers['content-type'] ?? '');
}

/** Longer than this is no pause between two polls but a refusal. */
const LONGEST_RETRY_AFTER_MS = 120_000;

function isNotThereYet(response: HttpResponse, elapsedMs: number): boolean {
  if (response.status === 404) return elapsedMs < NOT_FOUND_GRACE_MS;
  return response.status === 429 || response.status === 503;
}

function holds(condition: PollCondition, response: HttpResponse, context: RenderContext): boolean {
  return matches(renderMatcher(condition.matcher, context, condition.location), actualOf(condition, response, context));
}

function actualOf({ target, location }: PollCondition, response: HttpResponse, context: RenderContext): Actual {
  if (target.kind === 'status') return { present: true, value: response.status };
  if (target.kind === 'body') {
    return selectByPath(renderText(target.path, context, location), response, location);
  }
  return presence(response.headers[target.name.toLowerCase()]);
}

function subjectOf({ target }: PollCondition): string {
  if (target.kind === 'body') return target.path;
  return target.kind === 'header' ? `header ${target.name}` : 'status';
}

function stateOf(poll: Poll, response: HttpResponse, context: RenderContext): string {
  const condition = poll.until[0];
  const actual = condition === undefined ? undefined : actualOf(condition, response, context);
  if (actual === undefined || !actual.present) return 'waiting';
  return typeof actual.value === 'string' ? actual.value : showValue(actual.value);
}

function ended(failure: PollCondition, response: HttpResponse, poll: Poll, context: RenderContext): Mismatch {
  const actual = actualOf(failure, response, context);
  return {
    subject: `poll ${subjectOf(failure)}`,
    expected: poll.until.map(({ matcher }) => describeMatcher(matcher)).join(' and '),
    actual: actual.present ? showValue(actual.value) : 'nothing',
    location: failure.location,
  };
}

function unexpectedStatus(poll: Poll, response: HttpResponse): Mismatch {
  return {
    subject: 'poll status',
    expected: 'a status below 400 while the operation runs',
    actual: String(response.status),
    location: poll.location,
  };
}

function timedOut(poll: Poll, timeoutMs: number, last: HttpResponse): WaybillError {
  return new LocatedError(
    'ERR_POLL_TIMEOUT',
    `The operation had not ended after ${timeoutMs / 1000} s (HTTP ${last.status}).`,
    poll.location,
    { hint: 'Raise `timeout` of the poll, or check whether `until` names a state the operation reaches.' },
  );
}
