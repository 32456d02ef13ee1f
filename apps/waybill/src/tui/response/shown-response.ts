import type { RequestDefinition } from '@waybill/collection';
import type { HttpResponse } from '@waybill/rest';
import { selectedRequest } from '../state/selection.ts';
import { RESPONSE_TABS, type State } from '../state/state.ts';

/** The response that the pane shows, and what it answers. */
export interface ShownResponse {
  readonly request: RequestDefinition;
  readonly response: HttpResponse;
}

export function shownResponse(state: State): ShownResponse | undefined {
  const request = selectedRequest(state);
  if (request === undefined || state.running.has(request.id)) return undefined;
  const result = state.results.get(request.id);
  if (result === undefined || result.outcome === 'skipped' || result.response === undefined) return undefined;
  return { request, response: result.response };
}

/** The response whose body can be seen line by line. */
export function shownBody(state: State): ShownResponse | undefined {
  const shown = shownResponse(state);
  const isBody = RESPONSE_TABS[state.responseTab] === 'Body';
  if (!isBody || shown === undefined) return undefined;
  const { body } = shown.response;
  return body.file === undefined && body.size > 0 ? shown : undefined;
}
