import { isTemplate, parseTemplate } from './parse.ts';
import type { Expression } from './syntax.ts';

/**
 * The variables named by templates anywhere inside a value: roots only, `a` for `{{ a.b }}`. Never throws; a wrong
 * template names nothing.
 */
export function referencedVariables(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  collectFromValue(value, names, new Set());
  return names;
}

function collectFromValue(value: unknown, names: Set<string>, seen: Set<object>): void {
  if (typeof value === 'string') collectFromText(value, names);
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const [key, item] of Object.entries(value)) {
    collectFromText(key, names);
    collectFromValue(item, names, seen);
  }
}

function collectFromText(text: string, names: Set<string>): void {
  if (!isTemplate(text)) return;
  try {
    for (const segment of parseTemplate(text)) {
      if (segment.kind === 'expression') collectFromExpression(segment.expression, names);
    }
  } catch {
    // The loader reports wrong templates; here they only name nothing.
  }
}

function collectFromExpression(expression: Expression, names: Set<string>): void {
  switch (expression.kind) {
    case 'variable':
      names.add(expression.name);
      break;
    case 'member':
      collectFromExpression(expression.object, names);
      break;
    case 'filter':
      collectFromExpression(expression.input, names);
      for (const parameter of expression.parameters) collectFromExpression(parameter, names);
      break;
    case 'call':
      for (const parameter of expression.parameters) collectFromExpression(parameter, names);
      break;
  }
}
