import { readFile } from 'node:fs/promises';
import { LocatedError, WaybillError } from '@waybill/errors';
import { VARIABLE_NAME } from '../schema/primitives.ts';
import { isMapping } from '../yaml/place.ts';
import { parseCsv } from './csv.ts';

/** Variables of one time through a collection. */
export type DataRow = Readonly<Record<string, unknown>>;

/**
 * Reads rows of variables: a `.csv` file whose first line names them, or a JSON list of objects.
 *
 * @throws {WaybillError} ERR_FILE_NOT_FOUND, ERR_FILE_UNREADABLE, ERR_SCHEMA
 */
export async function loadDataRows(path: string): Promise<readonly DataRow[]> {
  const text = (await readText(path)).replace(/^\ufeff/, '');
  const rows = /\.json$/i.test(path) ? rowsOfJson(path, text) : rowsOfCsv(path, text);
  if (rows.length === 0) throw wrong(path, 1, 'The file has no rows.', 'Without rows nothing would run.');
  return rows;
}

function rowsOfCsv(path: string, text: string): readonly DataRow[] {
  const [head, ...records] = parseCsv(path, text);
  const names = head?.fields.map((name) => name.trim()) ?? [];
  for (const name of names) checkName(path, name, names);
  return records.map(({ fields, line }) => {
    if (fields.length !== names.length) {
      const message = `The row has ${fields.length} fields, the first line ${names.length}.`;
      throw wrong(path, line, message, 'A field with a comma in it needs quotes.');
    }
    return Object.fromEntries(names.map((name, index) => [name, fields[index]]));
  });
}

function rowsOfJson(path: string, text: string): readonly DataRow[] {
  const value = parseJson(path, text);
  const hint = 'Write a list of objects: [{ "workspace": "Sales" }].';
  if (!Array.isArray(value)) throw wrong(path, 1, 'The file is no list.', hint);
  return value.map((row: unknown, index) => {
    if (!isMapping(row)) throw wrong(path, 1, `Item ${index + 1} of the list is no object.`, hint);
    for (const name of Object.keys(row)) checkName(path, name, [name]);
    return row;
  });
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of the parser quotes the text, which may hold secrets.
    throw wrong(path, 1, 'The file is not JSON.', 'Write a list of objects, or name a .csv file.');
  }
}

function checkName(path: string, name: string, names: readonly string[]): void {
  if (!VARIABLE_NAME.test(name) || name === 'env') {
    const hint = 'Names of variables are letters, digits, _ and -, in CSV with commas between them.';
    throw wrong(path, 1, `\`${name}\` can not be the name of a variable.`, hint);
  }
  if (names.indexOf(name) !== names.lastIndexOf(name)) {
    throw wrong(path, 1, `The column \`${name}\` is there twice.`, 'Keep one of them.');
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const [code, message, hint] = isMissing
      ? (['ERR_FILE_NOT_FOUND', `There is no file \`${path}\`.`, 'Paths are seen from the working directory.'] as const)
      : (['ERR_FILE_UNREADABLE', `The file \`${path}\` can not be read.`, 'Check its permissions.'] as const);
    throw new WaybillError(code, message, { hint, cause });
  }
}

function wrong(file: string, line: number, message: string, hint: string): LocatedError {
  return new LocatedError('ERR_SCHEMA', message, { file, line, column: 1 }, { hint });
}
