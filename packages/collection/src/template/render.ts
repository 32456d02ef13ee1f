import { LocatedError, type SourceLocation } from '@waybill/errors';
import type { Json } from '../model.ts';
import { locateText } from '../yaml/spans.ts';
import { type Evaluation, evaluate, findVariable, type RenderContext } from './evaluate.ts';
import { isTemplate, parseTemplate } from './parse.ts';
import { type Segment, type Template, TemplateSyntaxError } from './syntax.ts';
import { textOf } from './text.ts';

/**
 * Renders every template inside a value. A string that is one template as a whole keeps the type of what it names; a
 * value without templates is returned as it is.
 *
 * @throws {LocatedError} `ERR_VARIABLE_UNKNOWN`, `ERR_VARIABLE_CYCLE`, `ERR_TEMPLATE_SYNTAX`, or what a layer throws
 */
export function render(value: Json, context: RenderContext, location: SourceLocation): Json {
  return renderValue(value, begin(context, location));
}

/**
 * Renders a template into text: structures as JSON, null as an empty text.
 *
 * @param encode applied to what templates give, not to the text around them
 * @throws {LocatedError} as `render` does
 */
export function renderText(
  value: string,
  context: RenderContext,
  location: SourceLocation,
  encode?: (text: string) => string,
): string {
  return isTemplate(value) ? joined(parse(value, location), begin(context, location), encode) : value;
}

/**
 * Finds a variable and renders its own templates.
 *
 * @throws {LocatedError} as `render` does
 */
export function resolveVariable(
  name: string,
  context: RenderContext,
  location: SourceLocation,
): { value: unknown; origin: string } {
  const evaluation = begin(context, location);
  const found = findVariable(name, evaluation);
  if (found !== undefined) return found;
  // Throws, in the words that a template would get.
  return { value: evaluate({ kind: 'variable', name }, evaluation), origin: '' };
}

function begin(context: RenderContext, location: SourceLocation): Evaluation {
  return { context, location, resolving: [], renderValue };
}

function renderValue(value: Json, evaluation: Evaluation): Json {
  if (typeof value === 'string') return isTemplate(value) ? renderString(value, evaluation) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => renderValue(item, evaluation));
  // `fromEntries` defines properties: a key such as `__proto__` stays data.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      isTemplate(key) ? textOf(renderString(key, evaluation)) : key,
      renderValue(item, evaluation),
    ]),
  );
}

function renderString(value: string, evaluation: Evaluation): Json {
  const template = parse(value, evaluation.location);
  const [only] = template;
  if (template.length === 1 && only?.kind === 'expression') return evaluateSegment(only, evaluation) as Json;
  return joined(template, evaluation);
}

function joined(template: Template, evaluation: Evaluation, encode = (text: string) => text): string {
  let text = '';
  for (const segment of template) {
    text += segment.kind === 'text' ? segment.text : encode(textOf(evaluateSegment(segment, evaluation)));
  }
  return text;
}

function evaluateSegment(segment: Segment & { kind: 'expression' }, evaluation: Evaluation): unknown {
  try {
    return evaluate(segment.expression, evaluation);
  } catch (error) {
    // Most renderings succeed, so the exact column is only looked for here.
    if (!(error instanceof LocatedError) || error.location !== evaluation.location) throw error;
    const location = locateText(evaluation.location, segment.source);
    throw new LocatedError(error.code, error.message, location, { hint: error.hint, cause: error.cause });
  }
}

function parse(value: string, location: SourceLocation): Template {
  try {
    return parseTemplate(value);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    throw new LocatedError('ERR_TEMPLATE_SYNTAX', error.message, location, { hint: error.hint });
  }
}
