import type { Json, RequestDefinition, RequestEdit } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { NewBody } from './new-body.ts';
import type { ItemEdit, RequestTab } from './request-items.ts';
import { typedJson, typedValue } from './typed-value.ts';

/** What entries are added to. */
type Fields = 'headers' | 'query' | 'form';

/** What is added: an entry, or a body to a request that has none. */
export type Addition = Fields | NewBody;

/** What entries of a tab are added to. */
export function newEntryOf({ body }: RequestDefinition, tab: RequestTab | undefined): Fields | undefined {
  if (tab === 'URL') return 'query';
  if (tab === 'Headers') return 'headers';
  return tab === 'Body' && body?.kind === 'form' ? 'form' : undefined;
}

/** The edit that a typed value means; undefined when it says what is written already. */
export function changedEdit(text: string, edit: ItemEdit | undefined): RequestEdit | undefined {
  if (edit === undefined || text === edit.value) return undefined;
  const value = edit.read(text);
  return value === undefined ? { op: 'remove', path: edit.path } : { op: 'set', path: edit.path, value };
}

/**
 * The edit that adds a body, or an entry, which is typed as `Name: value` or `name=value`; undefined when nothing was
 * typed.
 *
 * @throws {WaybillError} `ERR_SCHEMA` when an entry has no name, or one that is there already, and for JSON that is none
 */
export function addedEdit(
  text: string,
  kind: Addition,
  written: Readonly<Record<string, Json>>,
): RequestEdit | undefined {
  if (text.trim() === '') return undefined;
  if (kind === 'json') return { op: 'set', path: [kind], value: typedJson(text) };
  if (kind === 'text') return { op: 'set', path: [kind], value: text };
  const [, name = '', value = ''] = (kind === 'headers' ? /^([^:]+):(.*)$/ : /^([^=]+)=(.*)$/).exec(text) ?? [];
  if (name.trim() === '') {
    throw new WaybillError('ERR_SCHEMA', 'An entry needs a name.', {
      hint: kind === 'headers' ? 'Write Name: value.' : 'Write name=value.',
    });
  }
  const isSame = (each: string) =>
    kind === 'headers' ? each.toLowerCase() === name.trim().toLowerCase() : each === name.trim();
  if (Object.keys((written[kind] ?? {}) as object).some(isSame)) {
    throw new WaybillError('ERR_SCHEMA', `\`${name.trim()}\` is there already.`, { hint: 'Edit that one.' });
  }
  return { op: 'set', path: [kind, name.trim()], value: typedValue(value.trim(), undefined) };
}
