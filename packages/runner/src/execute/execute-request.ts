import type { RenderContext, RequestDefinition } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { HttpResponse, TokenProvider } from '@waybill/rest';
import { checkExpectations } from '../expect/check-expectations.ts';
import { causeOf, causeOfMismatch } from '../failure-cause.ts';
import { located } from '../located.ts';
import type { FailedResult, PassedResult } from '../result.ts';
import type { RunnerServices } from '../services.ts';
import type { CapturedVariables } from './captured-variables.ts';
import { type PollProgress, pollOperation } from './poll-operation.ts';
import { renderRequest } from './render-request.ts';

/** What surrounds one request of a run. */
export interface ExecutionContext {
  readonly services: RunnerServices;
  readonly captured: CapturedVariables;
  readonly signal: AbortSignal | undefined;
  readonly onPoll: (progress: PollProgress) => void;
}

/** Renders, sends, follows and judges one request. Whatever goes wrong is in the result; it never throws. */
export async function executeRequest(
  request: RequestDefinition,
  execution: ExecutionContext,
): Promise<PassedResult | FailedResult> {
  const startMs = performance.now();
  const attempt: { response?: HttpResponse } = {};
  const failed = async (failure: Pick<FailedResult, 'cause' | 'mismatches' | 'error'>): Promise<FailedResult> => ({
    request,
    outcome: 'failed',
    durationMs: performance.now() - startMs,
    response: attempt.response,
    findings: attempt.response === undefined ? [] : ((await execution.services.explain?.(attempt.response)) ?? []),
    ...failure,
  });
  try {
    const mismatches = await perform(request, execution, attempt);
    const response = attempt.response as HttpResponse;
    if (mismatches.length > 0) return failed({ cause: causeOfMismatch(mismatches, response), mismatches });
    return { request, outcome: 'passed', durationMs: performance.now() - startMs, response };
  } catch (thrown) {
    const error = asWaybillError(thrown);
    return failed({ cause: causeOf(error), mismatches: [], error });
  }
}

async function perform(request: RequestDefinition, execution: ExecutionContext, attempt: { response?: HttpResponse }) {
  const { services, captured, signal } = execution;
  const context = renderContext(request, services, captured);
  const rendered = renderRequest(request, context, tokenProviderOf(request, services), signal);
  attempt.response = await services.client.send(rendered);
  const mismatches = checkExpectations(request, attempt.response, context);
  if (mismatches.length > 0) return mismatches;
  for (const capture of request.capture) {
    located(capture.location, () => captured.capture(capture, attempt.response as HttpResponse, context));
  }
  if (request.poll === undefined) return [];
  const send = async (poll: typeof rendered) => {
    attempt.response = await services.client.send(poll);
    return attempt.response;
  };
  const outcome = await pollOperation(request.poll, attempt.response, rendered, context, send, execution.onPoll);
  return outcome.mismatches;
}

/** The variables a request sees, nearest first. */
function renderContext(
  request: RequestDefinition,
  services: RunnerServices,
  captured: CapturedVariables,
): RenderContext {
  return {
    layers: [...services.overrides, captured.layer, ...request.layers, ...services.defaults],
    env: services.env,
    now: () => new Date(),
    onSecret: (value) => services.redactor.add(value),
  };
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
