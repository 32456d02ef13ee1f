import type { SourceLocation } from '@waybill/errors';
import type { JsonSchema } from './json-schema/compile.ts';
import type { Json } from './model.ts';
import type { RenderContext } from './template/evaluate.ts';
import { render, renderText } from './template/render.ts';

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

/** What a value must satisfy. */
export type Matcher =
  | { readonly op: 'equals'; readonly value: Json }
  | { readonly op: 'matches'; readonly source: string; readonly flags: string }
  | { readonly op: 'oneOf'; readonly matchers: readonly Matcher[] }
  | { readonly op: 'all'; readonly matchers: readonly Matcher[] }
  | { readonly op: 'not'; readonly matcher: Matcher }
  | { readonly op: 'contains'; readonly value: Json }
  | { readonly op: 'type'; readonly type: JsonType }
  | { readonly op: 'length'; readonly matcher: Matcher }
  | { readonly op: 'schema'; readonly schema: JsonSchema }
  | { readonly op: 'min'; readonly value: Json }
  | { readonly op: 'max'; readonly value: Json }
  | { readonly op: 'exists'; readonly value: boolean }
  | { readonly op: 'every'; readonly matcher: Matcher }
  | { readonly op: 'some'; readonly matcher: Matcher }
  | { readonly op: 'unique'; readonly value: boolean }
  | { readonly op: 'sorted'; readonly direction: 'ascending' | 'descending' };

/**
 * Renders the templates inside a matcher. Values put into a regular expression are escaped there, so that data can
 * not change its meaning.
 *
 * @throws {LocatedError} as `render` does
 */
export function renderMatcher(matcher: Matcher, context: RenderContext, location: SourceLocation): Matcher {
  switch (matcher.op) {
    case 'equals':
    case 'contains':
    case 'min':
    case 'max':
      return { ...matcher, value: render(matcher.value, context, location) };
    case 'matches':
      return { ...matcher, source: renderText(matcher.source, context, location, escapeRegExp) };
    case 'oneOf':
    case 'all':
      return { ...matcher, matchers: matcher.matchers.map((inner) => renderMatcher(inner, context, location)) };
    case 'not':
    case 'length':
    case 'every':
    case 'some':
      return { ...matcher, matcher: renderMatcher(matcher.matcher, context, location) };
    case 'type':
    case 'exists':
    case 'unique':
    case 'sorted':
    case 'schema':
      return matcher;
  }
}

// A hyphen makes a range inside brackets, and with the flag `u` only `\x2d` may stand for it everywhere.
function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('-', '\\x2d');
}
