import type { Json, Path, RequestDefinition } from '@waybill/collection';
import { formatLocation } from '@waybill/errors';
import type { REQUEST_TABS } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';
import { composedItems, isComposed } from './body-items.ts';
import { expectItems } from './expect-items.ts';
import { shownValue, typedValue } from './typed-value.ts';

export type RequestTab = (typeof REQUEST_TABS)[number];

/** A line of the request pane, which the cursor can be on. */
export interface RequestItem {
  readonly line: Line;
  /** What its templates are looked for in. */
  readonly template?: string;
  /** How its value is edited; lines without are only shown. */
  readonly edit?: ItemEdit;
}

export interface ItemEdit {
  /** Where the value stands in the request. */
  readonly path: Path;
  /** What stands before the value while it is edited. */
  readonly label: Line;
  /** The value as it is typed; a body is edited in an editor of its own. */
  readonly value: string | 'in $EDITOR';
  /** What a typed text means; undefined removes the value. */
  read(text: string): Json | undefined;
  /** Whether the entry may be removed: an inherited one is not written here. */
  readonly isOwn: boolean;
}

/** The value of a body that does not fit on one line. */
export const IN_EDITOR = 'in $EDITOR';

/** The lines of one tab. */
export function requestItems(
  request: RequestDefinition,
  written: Readonly<Record<string, Json>>,
  tab: RequestTab,
  theme: Theme,
): readonly RequestItem[] {
  switch (tab) {
    case 'URL':
      return urlItems(request, written, theme);
    case 'Headers':
      return headerItems(request, written, theme);
    case 'Body':
      return bodyItems(request, written, theme);
    case 'Auth':
      return authItems(request, written);
    case 'Expect':
      return expectItems(request, written, theme);
  }
}

function urlItems(request: RequestDefinition, written: Readonly<Record<string, Json>>, theme: Theme) {
  const label: Line = [{ text: `${request.method} `, color: theme.accent, bold: true }];
  const url = written[request.method.toLowerCase()] ?? written.url;
  const edit = { path: ['url'], label, value: shownValue(url), read: (text: string) => text, isOwn: false };
  return [
    { line: [...label, { text: request.url }], template: request.url, edit },
    ...fieldItems('query', request.query, written, '=', theme),
    ...(request.description === undefined ? [] : [{ line: [] }, { line: plain(request.description) }]),
    ...(request.docs === undefined ? [] : [{ line: plain(request.docs, { color: theme.accent }) }]),
    { line: [] },
    { line: plain(formatLocation(request.location), { dim: true }) },
  ];
}

function headerItems(request: RequestDefinition, written: Readonly<Record<string, Json>>, theme: Theme) {
  if (Object.keys(request.headers).length === 0) return [{ line: plain('No headers are written.', { dim: true }) }];
  return fieldItems('headers', request.headers, written, ':', theme);
}

function bodyItems(
  { body }: RequestDefinition,
  written: Readonly<Record<string, Json>>,
  theme: Theme,
): readonly RequestItem[] {
  if (body === undefined) return [{ line: plain('No body.', { dim: true }) }];
  if (body.kind === 'form') {
    if (Object.keys(body.fields).length === 0) return [{ line: plain('The form is empty.', { dim: true }) }];
    return fieldItems('form', body.fields, written, ':', theme);
  }
  if (isComposed(body)) return composedItems(body, theme);
  const text = body.kind === 'json' ? JSON.stringify(body.value, null, 2) : body.text;
  const isLine = body.kind === 'text' && !text.includes('\n');
  const edit = {
    path: [body.kind],
    label: [],
    value: isLine ? text : IN_EDITOR,
    read: (typed: string) => typed,
    isOwn: false,
  };
  return text.split('\n').map((line) => ({ line: plain(line), template: line, edit }));
}

function authItems(request: RequestDefinition, { auth }: Readonly<Record<string, Json>>): readonly RequestItem[] {
  const value = shownValue(auth);
  // Without one of its own a request has what it inherits.
  const read = (text: string) => (text.trim() === '' ? undefined : text.trim());
  const edit = { path: ['auth'], label: plain('auth: '), value, read, isOwn: auth !== undefined };
  const from = request.authLocation;
  return [
    { line: plain(request.auth ?? 'none'), edit },
    ...(from === undefined ? [] : [{ line: plain(`from ${formatLocation(from)}`, { dim: true }) }]),
  ];
}

/** Headers, query parameters and form fields. */
function fieldItems(
  kind: 'headers' | 'query' | 'form',
  fields: Readonly<Record<string, Json>>,
  written: Readonly<Record<string, Json>>,
  sign: ':' | '=',
  theme: Theme,
): readonly RequestItem[] {
  const own = (written[kind] ?? {}) as Readonly<Record<string, Json>>;
  return Object.entries(fields).map(([name, value]) => {
    // Headers of one name are one header, however they are written.
    const ownName = Object.keys(own).find((each) =>
      kind === 'headers' ? each.toLowerCase() === name.toLowerCase() : each === name,
    );
    const before = ownName === undefined ? value : own[ownName];
    const label: Line = [{ text: name, color: theme.key }, { text: sign === '=' ? ' = ' : ': ' }];
    const edit = {
      path: [kind, ownName ?? name],
      label,
      value: shownValue(before),
      read: (text: string) => typedValue(text, before),
      isOwn: ownName !== undefined,
    };
    const inherited = ownName === undefined ? [{ text: '  inherited', dim: true }] : [];
    return { line: [...label, { text: shownValue(value) }, ...inherited], template: shownValue(value), edit };
  });
}
