import { LocatedError, type SourceLocation, WaybillError } from '@waybill/errors';
import type { Json } from '../model.ts';
import { closest, suggestion } from '../suggest.ts';
import type { VariableLayer } from '../variables.ts';
import { FILTERS } from './filters.ts';
import { FUNCTIONS } from './functions.ts';
import type { Expression } from './syntax.ts';

/** What templates are rendered with. */
export interface RenderContext {
  /** Highest precedence first. */
  readonly layers: readonly VariableLayer[];
  /** The environment of the process, for `{{ env.NAME }}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Receives every value read from `env` whose name looks secret, so that the caller can redact it. */
  readonly onSecret?: (value: string) => void;
}

/** A rendering under way. */
export interface Evaluation {
  readonly context: RenderContext;
  readonly location: SourceLocation;
  /** Variables being resolved, outermost first: a name that comes up again is a cycle. */
  readonly resolving: readonly string[];
  /** Renders a variable's own templates; passed in, as rendering and evaluating need each other. */
  readonly renderValue: (value: Json, evaluation: Evaluation) => Json;
}

/**
 * Computes an expression.
 *
 * @throws {LocatedError} `ERR_VARIABLE_UNKNOWN`, `ERR_VARIABLE_CYCLE`, or what a layer throws
 */
export function evaluate(expression: Expression, evaluation: Evaluation): unknown {
  const value = lookUp(expression, evaluation);
  if (value === undefined) throw unknownValue(expression, evaluation);
  return value;
}

/** As `evaluate`, but a value that does not exist is undefined, which only the filter `default` may see. */
function lookUp(expression: Expression, evaluation: Evaluation): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'variable':
      return findVariable(expression.name, evaluation)?.value;
    case 'environment':
      return readEnvironment(expression.name, evaluation.context);
    case 'member':
      return memberOf(lookUp(expression.object, evaluation), expression.key);
    case 'call': {
      const parameters = expression.parameters.map((parameter) => evaluate(parameter, evaluation));
      return callFunction(expression.name, parameters, evaluation);
    }
    case 'filter': {
      const input = expression.name === 'default' ? lookUp : evaluate;
      const value = input(expression.input, evaluation);
      const parameters = expression.parameters.map((parameter) => evaluate(parameter, evaluation));
      return FILTERS[expression.name]?.apply(value, parameters);
    }
  }
}

/** Finds a variable in the nearest layer that has it and renders its templates. */
export function findVariable(name: string, evaluation: Evaluation): { value: unknown; origin: string } | undefined {
  for (const layer of evaluation.context.layers) {
    const value = layer.get(name);
    if (value === undefined) continue;
    if (!layer.templated) return { value, origin: layer.origin };
    if (evaluation.resolving.includes(name)) throw cycle(name, evaluation);
    const location = layer.locate?.(name) ?? evaluation.location;
    const resolving = [...evaluation.resolving, name];
    // Templated layers come from YAML or the command line, so their values are JSON.
    return {
      value: evaluation.renderValue(value as Json, { ...evaluation, location, resolving }),
      origin: layer.origin,
    };
  }
  return undefined;
}

const SECRET_NAME =
  /token|secret|passw|pwd|credential|(?:^|[_-]|api|access|private)key(?:$|[_-])|assertion|connection_?string|(?:^|_)(?:pat|sas)(?:$|_)/i;

function readEnvironment(name: string, context: RenderContext): string | undefined {
  const value = Object.hasOwn(context.env, name) ? context.env[name] : undefined;
  if (value !== undefined && value !== '' && SECRET_NAME.test(name)) context.onSecret?.(value);
  return value;
}

function memberOf(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return typeof key === 'number' ? value.at(key) : undefined;
  return Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;
}

function callFunction(name: string, parameters: readonly unknown[], evaluation: Evaluation): unknown {
  try {
    return FUNCTIONS[name]?.call(parameters, evaluation.context.now);
  } catch (cause) {
    if (!(cause instanceof WaybillError)) throw cause;
    throw new LocatedError(cause.code, cause.message, evaluation.location, { hint: cause.hint });
  }
}

function cycle(name: string, { resolving, location }: Evaluation): LocatedError {
  const circle = [...resolving.slice(resolving.indexOf(name)), name];
  const message =
    circle.length === 2
      ? `The variable \`${name}\` refers to itself.`
      : `Variables refer to each other in a circle: ${circle.join(' → ')}.`;
  return new LocatedError('ERR_VARIABLE_CYCLE', message, location, { hint: 'Give one of them a value of its own.' });
}

function unknownValue(expression: Expression, evaluation: Evaluation): LocatedError {
  const { context, location } = evaluation;
  const [message, hint] = describeMissing(expression, evaluation, context);
  return new LocatedError('ERR_VARIABLE_UNKNOWN', message, location, { hint });
}

function describeMissing(expression: Expression, evaluation: Evaluation, context: RenderContext): [string, string] {
  if (expression.kind === 'environment') {
    const hint = `Set ${expression.name} before the start, or give a fallback: {{ env.${expression.name} | default('…') }}.`;
    return [`The environment variable \`${expression.name}\` is not set.`, hint];
  }
  if (expression.kind === 'member') {
    const object = lookUp(expression.object, evaluation);
    if (object === undefined) return describeMissing(expression.object, evaluation, context);
    const known = typeof object === 'object' && object !== null && !Array.isArray(object) ? Object.keys(object) : [];
    const hint = suggestion(String(expression.key), known, 'It has') ?? 'It has no members of that kind.';
    return [`\`${written(expression.object)}\` has no \`${expression.key}\`.`, hint];
  }
  const name = written(expression);
  const names = new Set(context.layers.flatMap((layer) => [...layer.names()]));
  const near = closest(name, names);
  const meant = near === undefined ? '' : `Did you mean \`${near}\`? `;
  const where =
    'Variables come from --var, a data row, an earlier `capture`, or `variables` in a request, file, folder or environment.';
  return [`The variable \`${name}\` is not defined.`, meant + where];
}

function written(expression: Expression): string {
  if (expression.kind === 'variable') return expression.name;
  if (expression.kind === 'environment') return `env.${expression.name}`;
  if (expression.kind !== 'member') return 'the value';
  const { key } = expression;
  return written(expression.object) + (typeof key === 'number' ? `[${key}]` : `.${key}`);
}
