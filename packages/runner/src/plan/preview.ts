import type { RequestDefinition, VariableLayer } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { HttpRequest } from '@waybill/rest';
import { downloadTarget } from '../execute/download-target.ts';
import { renderContext } from '../execute/render-context.ts';
import { renderRequest } from '../execute/render-request.ts';
import { unmetCondition } from '../execute/unmet-condition.ts';
import type { RunnerServices } from '../services.ts';
import type { Plan } from './plan.ts';
import { turnsOf } from './precedence.ts';
import { variablesOf } from './variables-of.ts';

/** What would happen with one request of a plan. */
export interface Preview {
  readonly request: RequestDefinition;
  /** When it runs at the earliest, from 1: those of one stage may run side by side. */
  readonly stage: number;
  /** As it would be sent, with placeholders for what only a run can know. */
  readonly sent?: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'> | undefined;
  /** Where its response would be saved. */
  readonly saves?: string | undefined;
  /** Why it would be skipped. */
  readonly skipped?: string | undefined;
  /** Variables that have to be captured before the rest can be said. */
  readonly waitsFor: readonly string[];
  /** What would keep it from being sent. */
  readonly error?: WaybillError | undefined;
}

/** Goes through a plan without sending anything or signing in. */
export function* previewPlan(plan: Plan, services: RunnerServices): Generator<Preview> {
  const sources = new Map(plan.requests.flatMap(({ id, capture }) => capture.map(({ name }) => [name, id] as const)));
  const captured: VariableLayer = {
    origin: 'captured',
    templated: false,
    get: (name) => (sources.has(name) ? `<captured by ${sources.get(name)}>` : undefined),
    names: () => sources.keys(),
  };
  const turns = turnsOf(plan.requests, plan.after);
  const stageOf = ({ id }: RequestDefinition) => turns.get(id) ?? 1;
  const inTurn = [...plan.requests].sort((left, right) => stageOf(left) - stageOf(right));
  for (const request of inTurn) {
    const waitsFor = [...variablesOf(request)].filter((name) => sources.has(name));
    const stage = stageOf(request);
    yield { request, stage, waitsFor, ...preview(request, services, captured, waitsFor.length > 0) };
  }
}

function preview(
  request: RequestDefinition,
  services: RunnerServices,
  captured: VariableLayer,
  waits: boolean,
): Pick<Preview, 'sent' | 'saves' | 'skipped' | 'error'> {
  try {
    const context = renderContext(request, services, [captured]);
    const skipped = waits ? undefined : unmetCondition(request, context);
    if (skipped !== undefined) return { skipped };
    if (request.auth !== undefined) services.tokenProvider(request.auth);
    const { method, url, headers, body } = renderRequest(request, context, { files: services.files });
    const saves = downloadTarget(request, context, services.files);
    return { saves, sent: { method, url: readable(url), headers, body: readableBody(body) } };
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error;
    // A placeholder is no URL and has no members; the real value may be fine.
    return waits ? {} : { error };
  }
}

/** Placeholders as they are, although URLs and forms encode them. */
function readable(text: string): string {
  return text.replace(/%3C(captured(?:%20|\+)by|secret)(?:%20|\+).*?%3E/gi, (encoded) =>
    decodeURIComponent(encoded.replaceAll('+', ' ')),
  );
}

function readableBody(body: HttpRequest['body']): HttpRequest['body'] {
  return typeof body === 'string' ? readable(body) : body;
}
