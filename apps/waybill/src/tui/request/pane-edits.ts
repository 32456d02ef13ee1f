import type { Json, RequestDefinition, RequestEdit } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { ItemEdit, RequestTab } from './request-items.ts';
import { typedValue } from './typed-value.ts';

/** What entries of a tab are added to. */
export function newEntryOf(
  { body }: RequestDefinition,
  tab: RequestTab | undefined,
): 'headers' | 'query' | 'form' | undefined {
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
 * The edit that adds an entry, typed as `Name: value` or `name=value`; undefined when nothing was typed.
 *
 * @throws {WaybillError} `ERR_SCHEMA` when it has no name, or one that is there already
 */
export function addedEdit(
  text: string,
  request: RequestDefinition,
  written: Readonly<Record<string, Json>>,
  tab: RequestTab | undefined,
): RequestEdit | undefined {
  const kind = newEntryOf(request, tab);
  if (kind === undefined || text.trim() === '') return undefined;
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
