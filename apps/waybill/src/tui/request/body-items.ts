import type { GraphqlBody, Json, MultipartPart, RequestBody } from '@waybill/collection';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';
import type { RequestItem } from './request-items.ts';
import { shownValue } from './typed-value.ts';

/** The bodies that are shown here and edited in their file: what they name lies in other files, too. */
export type ComposedBody = Extract<RequestBody, { readonly kind: 'file' | 'multipart' | 'graphql' }>;

export function isComposed(body: RequestBody): body is ComposedBody {
  return body.kind === 'file' || body.kind === 'multipart' || body.kind === 'graphql';
}

/** A line for a file, for each part of a form, and for each line of a query. */
export function composedItems(body: ComposedBody, theme: Theme): readonly RequestItem[] {
  switch (body.kind) {
    case 'file':
      return [named('file', body.file, theme)];
    case 'multipart':
      return body.parts.map((part) => partItem(part, theme));
    case 'graphql':
      return graphqlItems(body, theme);
  }
}

function partItem(part: MultipartPart, theme: Theme): RequestItem {
  if (!('file' in part)) return named(part.name, part.value, theme);
  const more = [part.filename === undefined ? '' : `as ${part.filename}`, part.type ?? ''].filter(
    (text) => text !== '',
  );
  const { line, template } = named(part.name, part.file, theme, 'file ');
  return { line: [...line, ...more.map((text) => ({ text: `  ${text}`, dim: true }))], template: template ?? '' };
}

function graphqlItems({ query, variables, operationName }: GraphqlBody, theme: Theme): readonly RequestItem[] {
  return [
    ...(typeof query === 'string'
      ? query
          .trimEnd()
          .split('\n')
          .map((line) => ({ line: plain(line), template: line }))
      : [named('query', query.file, theme, 'file ')]),
    ...(operationName === undefined ? [] : [named('operationName', operationName, theme)]),
    ...(variables === undefined ? [] : [named('variables', variables, theme)]),
  ];
}

function named(name: string, value: Json, theme: Theme, before = ''): RequestItem {
  const line: Line = [{ text: name, color: theme.key }, { text: `: ${before}${shownValue(value)}` }];
  return { line, template: shownValue(value) };
}
