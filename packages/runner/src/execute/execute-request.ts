import type { RenderContext, RequestDefinition, VariableLayer } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { HttpRequest, HttpResponse, TokenProvider } from '@waybill/rest';
import { systemClock } from '../clock.ts';
import { checkWarnings } from '../expect/check-expectations.ts';
import { recordSnapshot } from '../expect/check-snapshot.ts';
import type { Checked } from '../expect/checklist.ts';
import { loadValidatorFor } from '../expect/schema-violations.ts';
import { causeOf, causeOfMismatch } from '../failure-cause.ts';
import { located } from '../located.ts';
import type { FailedResult, FailureCause, Finding, RequestResult } from '../result.ts';
import type { RunnerServices } from '../services.ts';
import type { ExecutionContext, Progress } from './execution-context.ts';
import { explainThrottling } from './explain-throttling.ts';
import { type PollProgress, pollOperation } from './poll-operation.ts';
import { renderContext } from './render-context.ts';
import { renderRequest } from './render-request.ts';
import { sendInTurn } from './send-in-turn.ts';
import { transmit } from './transmit.ts';
import { unmetCondition } from './unmet-condition.ts';

/** Renders, sends, follows and judges one request, if its `when` holds. Whatever goes wrong is in the result; it never throws. */
export async function executeRequest(request: RequestDefinition, execution: ExecutionContext): Promise<RequestResult> {
  const startMs = performance.now();
  const progress: Progress = { retries: [], warnings: [] };
  const soFar = () => {
    const { response: _response, ...known } = progress;
    return known;
  };
  const failed = async (failure: Pick<FailedResult, 'cause' | 'mismatches' | 'error'>): Promise<FailedResult> => ({
    request,
    outcome: 'failed',
    durationMs: performance.now() - startMs,
    response: progress.response,
    findings: await findingsOf(progress.response, failure.cause, execution.services),
    ...soFar(),
    ...failure,
  });
  try {
    await loadValidatorFor(request);
    const context = renderContext(request, execution.services, capturedFor(request, execution));
    const reason = unmetCondition(request, context);
    if (reason !== undefined) return { request, outcome: 'skipped', durationMs: 0, reason };
    const { mismatches, error } = await perform(request, context, execution, progress);
    if (error !== undefined) return await failed({ cause: causeOf(error), mismatches, error });
    const response = progress.response as HttpResponse;
    if (mismatches.length > 0) return await failed({ cause: causeOfMismatch(mismatches, response), mismatches });
    const flaky = progress.retries.some(({ throttled }) => !throttled);
    const durationMs = performance.now() - startMs;
    return { request, outcome: 'passed', durationMs, response, ...soFar(), flaky };
  } catch (thrown) {
    const error = asWaybillError(thrown);
    return failed({ cause: causeOf(error), mismatches: [], error });
  }
}

async function perform(
  request: RequestDefinition,
  context: RenderContext,
  execution: ExecutionContext,
  progress: Progress,
): Promise<Checked> {
  const { services, captured, signal } = execution;
  const rendered = renderRequest(request, context, {
    files: services.files,
    tokenProvider: tokenProviderOf(request, services),
    signal,
  });
  const verdict = await transmit(request, rendered, context, execution, progress);
  const { response, mismatches } = verdict;
  if (response === undefined) throw verdict.error;
  const warnings = await checkWarnings(request, { response, context, services });
  progress.warnings = warnings.mismatches;
  const error = verdict.error ?? warnings.error;
  if (error !== undefined || mismatches.length > 0) {
    keepLeftBehind(request, response, context, execution);
    return { mismatches, error: error === undefined ? undefined : asWaybillError(error) };
  }
  recordSnapshot(request, { response, context, services });
  for (const capture of request.capture) {
    located(capture.location, () => captured.capture(capture, response, context));
  }
  if (request.poll === undefined) return { mismatches };
  const { clock = systemClock } = services;
  const send = async (each: HttpRequest) => {
    progress.response = await sendInTurn(each, request, execution);
    return progress.response;
  };
  const onPoll = (polled: PollProgress) => {
    const { attempt, elapsedMs, state } = polled;
    progress.polls = { attempts: attempt, elapsedMs: Math.round(elapsedMs), state };
    execution.onPoll(polled);
  };
  return pollOperation(request.poll, response, rendered, context, clock, send, onPoll);
}

function capturedFor(request: RequestDefinition, { captured, leftBehind }: ExecutionContext): readonly VariableLayer[] {
  return request.teardown ? [captured.layer, leftBehind.layer] : [captured.layer];
}

/** A request may have created something although its response is not what it should be. */
function keepLeftBehind(
  request: RequestDefinition,
  response: HttpResponse,
  context: RenderContext,
  { leftBehind }: ExecutionContext,
): void {
  if (response.status >= 300) return;
  for (const capture of request.capture) {
    try {
      leftBehind.capture(capture, response, context);
    } catch (error) {
      // The request has failed already, and there is nothing to clean up by this name.
      if (!(error instanceof WaybillError)) throw error;
    }
  }
}

async function findingsOf(
  response: HttpResponse | undefined,
  cause: FailureCause,
  services: RunnerServices,
): Promise<readonly Finding[]> {
  if (response === undefined) return [];
  const throttling = cause === 'throttled' ? explainThrottling(response) : [];
  return [...throttling, ...((await services.explain?.(response)) ?? [])];
}

function tokenProviderOf(request: RequestDefinition, services: RunnerServices): TokenProvider | undefined {
  const { auth } = request;
  if (auth === undefined) return undefined;
  return located(request.authLocation ?? request.location, () => services.tokenProvider(auth));
}

function asWaybillError(error: unknown): WaybillError {
  if (error instanceof WaybillError) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new WaybillError('ERR_INTERNAL', `Waybill failed: ${said}`, {
    hint: 'This is a defect of Waybill. Run again with --debug and report it.',
    cause: error,
  });
}
