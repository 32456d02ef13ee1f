import type { RenderContext, RequestDefinition, VariableLayer } from '@waybill/collection';
import type { RunnerServices } from '../services.ts';

/** The variables a request sees, nearest first. */
export function renderContext(
  request: RequestDefinition,
  services: RunnerServices,
  captured: readonly VariableLayer[],
): RenderContext {
  return {
    layers: [...services.overrides, ...captured, ...request.layers, ...services.defaults],
    env: services.env,
    now: () => new Date(),
    onSecret: (value) => services.redactor.add(value),
  };
}
