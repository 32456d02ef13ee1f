import type { RequestDefinition } from '@waybill/collection';
import { LocatedError, supportDetails, type WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { ResponseBody, Timings } from '@waybill/rest';
import type { RunEvent } from '../events.ts';
import type { RequestResult } from '../result.ts';
import type { ReportEvent } from './report-event.ts';
import type {
  ReportedDownload,
  ReportedProblem,
  ReportedRequest,
  ReportedResult,
  ReportedTimings,
} from './report-schema.ts';
import { showExchange } from './show-exchange.ts';

/** Says what happened as plain data without a secret in it. This is the only way from a run to its reports. */
export function describeEvent(event: RunEvent, redactor: Redactor): ReportEvent {
  return redactAll(plain(event, redactor), redactor);
}

function plain(event: RunEvent, redactor: Redactor): ReportEvent {
  switch (event.type) {
    case 'run-started': {
      const { startedOn, problems, ...rest } = event;
      return { ...rest, startedOn: startedOn.toISOString(), problems: problems.map(describeError) };
    }
    case 'request-finished':
      return { type: 'request-finished', result: describeResult(event.result, redactor) };
    case 'run-finished':
      return {
        ...event,
        complete: true,
        summary: { ...event.summary, durationMs: Math.round(event.summary.durationMs) },
      };
    default:
      return { ...event, request: describeRequest(event.request) };
  }
}

function describeRequest({ id, name, trail, method, location, docs }: RequestDefinition): ReportedRequest {
  return { id, name, trail, method, location, docs };
}

function describeResult(result: RequestResult, redactor: Redactor): ReportedResult {
  const finished = { ...describeRequest(result.request), durationMs: Math.round(result.durationMs) };
  if (result.outcome === 'skipped') return { ...finished, outcome: 'skipped', reason: result.reason };
  const { response, retries, pages, polls, warnings } = result;
  const sent = {
    ...finished,
    status: response?.status,
    timings: response && describeTimings(response.timings),
    retries: retries.map((retried) => ({ ...retried, waitMs: Math.round(retried.waitMs) })),
    pages,
    polls,
    saved: response && describeSaved(response.body),
    warnings,
  };
  if (result.outcome === 'passed') return { ...sent, outcome: 'passed', flaky: result.flaky };
  const { cause, mismatches, error, findings } = result;
  return {
    ...sent,
    outcome: 'failed',
    cause,
    mismatches,
    error: error && describeError(error),
    findings,
    exchange: response && showExchange(response, redactor),
  };
}

function describeTimings({ startedOn: _startedOn, ...durations }: Timings): ReportedTimings {
  return durations;
}

function describeSaved({ file, size }: ResponseBody): ReportedDownload | undefined {
  return file === undefined ? undefined : { file, bytes: size };
}

function describeError(error: WaybillError): ReportedProblem {
  const { code, message, hint } = error;
  const location = error instanceof LocatedError ? error.location : undefined;
  return { code, message, hint, location, support: supportDetails(error) };
}

function redactAll<T>(value: T, redactor: Redactor): T;
function redactAll(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.redact(value);
  if (Array.isArray(value)) return value.map((item) => redactAll(item, redactor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactAll(inner, redactor)]));
}
