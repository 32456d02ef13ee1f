import { textOf } from './text.ts';

export interface TemplateFilter {
  /** How many values it takes in parentheses. */
  readonly parameters: number;
  readonly apply: (value: unknown, parameters: readonly unknown[]) => unknown;
}

/** The filters of the template language, by name. */
export const FILTERS: Readonly<Record<string, TemplateFilter>> = {
  base64: onText((text) => Buffer.from(text, 'utf8').toString('base64')),
  base64url: onText((text) => Buffer.from(text, 'utf8').toString('base64url')),
  // A lone surrogate has no UTF-8 form, and `encodeURIComponent` would throw.
  urlencode: onText((text) => encodeURIComponent(text.toWellFormed())),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  // The day of an ISO 8601 time, in its own time zone.
  date: onText((text) => text.slice(0, 10)),
  trim: onText((text) => text.trim()),
  json: { parameters: 0, apply: (value) => JSON.stringify(value) ?? 'null' },
  // A missing value arrives as undefined here and nowhere else; see evaluate.ts.
  default: { parameters: 1, apply: (value, [fallback]) => value ?? fallback },
};

function onText(apply: (text: string) => string): TemplateFilter {
  return { parameters: 0, apply: (value) => apply(textOf(value)) };
}
