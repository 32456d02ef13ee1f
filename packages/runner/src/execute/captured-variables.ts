import { type Capture, queryJsonPath, type RenderContext, renderText, type VariableLayer } from '@waybill/collection';
import { LocatedError } from '@waybill/errors';
import { isSensitiveField, type Redactor } from '@waybill/redaction';
import type { HttpResponse } from '@waybill/rest';

/** What requests captured, for the requests after them. Values come from a server, so they are never templates. */
export class CapturedVariables {
  readonly #values = new Map<string, unknown>();
  readonly #redactor: Redactor;
  readonly layer: VariableLayer;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
    this.layer = {
      origin: 'captured',
      templated: false,
      get: (name) => this.#values.get(name),
      names: () => this.#values.keys(),
    };
  }

  /** @throws {LocatedError} ERR_CAPTURE_EMPTY when the response has no such value */
  capture(capture: Capture, response: HttpResponse, context: RenderContext): void {
    const value = capturedValue(capture, response, context);
    if (value === undefined) {
      throw new LocatedError('ERR_CAPTURE_EMPTY', `Nothing to capture for "${capture.name}".`, capture.location, {
        hint: `The response has no value at ${sourceOf(capture)}; add an expectation there to see what came instead.`,
      });
    }
    if (typeof value === 'string' && isSecret(capture)) this.#redactor.add(value);
    this.#values.set(capture.name, value);
  }
}

function capturedValue({ from, location }: Capture, response: HttpResponse, context: RenderContext): unknown {
  if (from.kind === 'status') return response.status;
  if (from.kind === 'header') return response.headers[from.name.toLowerCase()];
  const { values, singular } = queryJsonPath(renderText(from.path, context, location), response.body.json());
  // A filter that finds one thing means that thing.
  return singular || values.length <= 1 ? values[0] : values;
}

function sourceOf({ from }: Capture): string {
  if (from.kind === 'body') return from.path;
  return from.kind === 'header' ? `header ${from.name}` : 'status';
}

/** A token is a secret even if the collection does not say so. */
function isSecret(capture: Capture): boolean {
  const field = capture.from.kind === 'body' ? (/[\w-]+(?=['"\]]*$)/.exec(capture.from.path)?.[0] ?? '') : '';
  return capture.secret || isSensitiveField(field) || isSensitiveField(capture.name);
}
