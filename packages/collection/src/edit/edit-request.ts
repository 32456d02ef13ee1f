import { parse, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LocatedError } from '@waybill/errors';
import { readCollectionFile } from '../load/file.ts';
import { FOLDER_FILE, stemOf } from '../load/folder.ts';
import { NOTHING_INHERITED, unknownBaseUrl } from '../load/inheritance.ts';
import type { Json } from '../model.ts';
import { parseYaml } from '../yaml/parse.ts';
import { appliedTo, type RequestEdit, smallestEdits } from './request-edit.ts';
import { notHere, RequestSource } from './request-source.ts';
import { changeToRemove, changeToSet } from './text-change.ts';

/** The text of a collection file, with the path it is known by. */
export interface CollectionText {
  readonly file: string;
  readonly text: string;
}

/** One request as it is written, before anything is inherited; undefined when there is none. */
export function writtenRequest(
  { file, text }: CollectionText,
  requestKey: string,
): Readonly<Record<string, Json>> | undefined {
  const requests = memberOf(parseYaml(file, text).source?.value, 'requests');
  const request = memberOf(requests, requestKey);
  return typeof request === 'object' && request !== null && !Array.isArray(request)
    ? (request as Readonly<Record<string, Json>>)
    : undefined;
}

/**
 * Changes values of one request and leaves every other character of the file as it is: comments, order, quotes.
 *
 * @returns the new text, which is known to load to exactly this change
 * @throws {WaybillError} `ERR_SCHEMA` when the change can not be made that way; what the loader finds wrong with it
 */
export function editRequest(original: CollectionText, requestKey: string, edits: readonly RequestEdit[]): string {
  const { file } = original;
  let text = original.text;
  let expected = writtenRequest(original, requestKey) as Json | undefined;
  if (expected === undefined) throw notHere(`there is no request \`${requestKey}\` in ${file}.`);
  for (const edit of edits) {
    const path = actualPath(edit, new RequestSource(text, requestKey));
    const small =
      edit.op === 'set' ? smallestEdits(valueAt(expected, path), edit.value, path) : [{ ...edit, path } as const];
    for (const each of small) {
      const before = text;
      text = changed(text, requestKey, each);
      expected = expectedAfter(expected, each, memberOf(writtenRequest({ file, text }, requestKey), each.path[0]));
      if (text === before) throw notHere('nothing would change.');
    }
  }
  verify(original, text, requestKey, expected);
  return text;
}

function actualPath({ path }: RequestEdit, source: RequestSource): RequestEdit['path'] {
  return path[0] === 'url' && path.length === 1 ? [source.urlKey()] : path;
}

function changed(text: string, requestKey: string, edit: RequestEdit): string {
  const source = new RequestSource(text, requestKey);
  const change = edit.op === 'set' ? changeToSet(source, edit.path, edit.value) : changeToRemove(source, edit.path);
  return text.slice(0, change.start) + change.text + text.slice(change.end);
}

/** An emptied `headers` or `query` may be gone or `{}`: both mean the same, so what was written is what is expected. */
function expectedAfter(value: Json, edit: RequestEdit, written: Json | undefined): Json {
  const [first] = edit.path;
  const after = appliedTo(value, edit) as Readonly<Record<string, Json>>;
  const isEmptied =
    edit.op === 'remove' && edit.path.length === 2 && Object.keys(Object(after[first as string])).length === 0;
  return isEmptied && written === undefined ? appliedTo(after, { op: 'remove', path: [first as string] }) : after;
}

/** The whole file must say what it said, but for the change; a slip of an edit must never reach the disk. */
function verify({ file, text }: CollectionText, edited: string, requestKey: string, expected: Json): void {
  const known = new Set(problemsOf(file, text).map(({ code, message }) => `${code} ${message}`));
  const added = problemsOf(file, edited).find(({ code, message }) => !known.has(`${code} ${message}`));
  if (added !== undefined) throw added;
  const before = parseYaml(file, text).source?.value;
  const wanted = appliedTo(before, { op: 'set', path: ['requests', requestKey], value: expected });
  if (!isDeepStrictEqual(parseYaml(file, edited).source?.value, wanted))
    throw notHere('another value of the file would change with it.');
}

function problemsOf(file: string, text: string): readonly LocatedError[] {
  const stem = stemOf(file);
  // What the folders above say is not known here, and is not what is being edited.
  // Which files are the collection's own was checked when it was loaded.
  const folder = parse(resolve(file)).root;
  const parent = { ...NOTHING_INHERITED, folder, baseUrl: unknownBaseUrl({ file, line: 1, column: 1 }) };
  const role = stem === FOLDER_FILE ? 'folder' : 'file';
  return readCollectionFile(file, text, { name: stem, prefix: '', parent, role }).problems;
}

function valueAt(value: Json | undefined, path: RequestEdit['path']): Json | undefined {
  return path.reduce<Json | undefined>(memberOf, value);
}

function memberOf(value: unknown, step: string | number | undefined): Json | undefined {
  if (typeof value !== 'object' || value === null || step === undefined || !Object.hasOwn(value, step))
    return undefined;
  return (value as Record<string | number, Json>)[step];
}
