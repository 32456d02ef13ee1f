import type { SourceLocation } from '@waybill/errors';

/** One source of variables: an environment, a request, the command line, a captured response. */
export interface VariableLayer {
  /** Names the source for people: `environment sandbox.yaml`, `captured by first-workspace`. */
  readonly origin: string;
  /** Whether string values may hold templates. Data from outside (captured, data rows, secrets) never may. */
  readonly templated: boolean;
  /** The value, or undefined when this layer lacks the name. May throw a `WaybillError`, such as a missing secret. */
  get(name: string): unknown;
  names(): Iterable<string>;
  /** Where the variable is written. */
  locate?(name: string): SourceLocation | undefined;
}

export interface ValuesLayerOptions {
  /** Default false. */
  readonly templated?: boolean;
  readonly locate?: (name: string) => SourceLocation | undefined;
}

/** Makes a layer of plain values. Only own properties count, so a name such as `constructor` finds nothing. */
export function valuesLayer(
  origin: string,
  values: Readonly<Record<string, unknown>>,
  options: ValuesLayerOptions = {},
): VariableLayer {
  return {
    origin,
    templated: options.templated ?? false,
    get: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
    names: () => Object.keys(values),
    ...(options.locate === undefined ? {} : { locate: options.locate }),
  };
}
