import { LocatedError } from '@waybill/errors';

/** One record, with the line it starts on. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

/** A field, in quotes where two of them stand for one, or without any; and what ends it. */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/**
 * Reads CSV as RFC 4180 has it: commas, and quotes around fields with commas, quotes or line breaks in them. Empty lines
 * are passed over.
 *
 * @throws {LocatedError} ERR_SCHEMA for a quote where none may be
 */
export function parseCsv(file: string, text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let line = 1;
  let startLine = 1;
  const field = new RegExp(FIELD);
  while (field.lastIndex < text.length || fields.length > 0) {
    const start = field.lastIndex;
    const [whole, quoted, plain = '', end] = field.exec(text) ?? [];
    if (whole === undefined) throw strayQuote(file, text, start, line);
    fields.push(quoted?.replaceAll('""', '"') ?? plain);
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    const isEmptyLine = fields.length === 1 && quoted === undefined && plain === '';
    if (!isEmptyLine) records.push({ fields, line: startLine });
    fields = [];
    startLine = line;
  }
  return records;
}

function strayQuote(file: string, text: string, start: number, line: number): LocatedError {
  const column = start - text.lastIndexOf('\n', start - 1);
  const hint = 'Put the whole field into quotes and write each quote inside it twice: "say ""hello""".';
  return new LocatedError('ERR_SCHEMA', 'The quotes of this field do not fit.', { file, line, column }, { hint });
}
