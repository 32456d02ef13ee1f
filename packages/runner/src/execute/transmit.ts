import type { RenderContext, RequestDefinition } from '@waybill/collection';
import type { HttpRequest, HttpResponse } from '@waybill/rest';
import { systemClock } from '../clock.ts';
import { checkExpectations } from '../expect/check-expectations.ts';
import type { Checked } from '../expect/checklist.ts';
import type { RetriedTry } from '../result.ts';
import type { ExecutionContext, Progress } from './execution-context.ts';
import { fetchPages } from './fetch-pages.ts';
import { sendInTurn } from './send-in-turn.ts';
import { sendWithRetry, type Verdict } from './send-with-retry.ts';

/** Sends a rendered request as often, and fetches as many pages, as it takes, and says what is wrong with the response. */
export async function transmit(
  request: RequestDefinition,
  rendered: HttpRequest,
  context: RenderContext,
  execution: ExecutionContext,
  progress: Progress,
): Promise<Verdict> {
  const { services, signal, budget } = execution;
  const onRetry = (retried: RetriedTry) => {
    progress.retries.push(retried);
    execution.onRetry(retried);
  };
  const sendOne = (each: HttpRequest, check: Check) => {
    const tryOnce = async () => {
      progress.response = undefined;
      const verdict = await judge(sendInTurn(each, request, execution), check);
      progress.response = verdict.response;
      return verdict;
    };
    return sendWithRetry(tryOnce, { request, context, budget, signal, onRetry, clock: services.clock ?? systemClock });
  };
  const check: Check = (response) => checkExpectations(request, { response, context, services });
  if (request.paginate === undefined) return sendOne(rendered, check);

  // A page is only asked for its status; everything else is expected of the whole list.
  const page = { ...request, expect: { ...onlyStatus(request), headers: [], body: [] } };
  const checkPage: Check = (response) => checkExpectations(page, { response, context, services });
  const fetchPage = (each: HttpRequest) => sendOne(each, checkPage);
  const { pages, ...fetched } = await fetchPages(request.paginate, rendered, fetchPage, execution.onPage);
  progress.pages = pages;
  progress.response = fetched.response;
  if (fetched.response === undefined || fetched.error !== undefined || fetched.mismatches.length > 0) return fetched;
  return judge(fetched.response, check);
}

function onlyStatus({ expect }: RequestDefinition) {
  return expect.status === undefined ? {} : { status: expect.status };
}

type Check = (response: HttpResponse) => Promise<Checked>;

/** An error is part of the verdict: it may be a reason to try again. */
async function judge(sending: Promise<HttpResponse> | HttpResponse, check: Check): Promise<Verdict> {
  let response: HttpResponse | undefined;
  try {
    response = await sending;
    return { response, ...(await check(response)) };
  } catch (error) {
    return { response, mismatches: [], error };
  }
}
