import { invalidRequest } from './refusal.ts';

type Row = Readonly<Record<string, unknown>>;
type Test = (field: string, text: string) => boolean;

/**
 * The forms of `$filter` that clients send, for any field that holds text; a quote inside a text is doubled
 * (OData 4.01, 5.1.1.6.1).
 */
const FILTERS: readonly { readonly form: RegExp; readonly test: Test }[] = [
  { form: /^(\w+)\s+eq\s+'((?:[^']|'')*)'$/i, test: (field, text) => field === text },
  { form: /^tolower\((\w+)\)\s+eq\s+'((?:[^']|'')*)'$/i, test: (field, text) => field.toLowerCase() === text },
  { form: /^contains\((\w+),\s*'((?:[^']|'')*)'\)$/i, test: (field, text) => field.includes(text) },
];

export interface Paging {
  readonly filter: string | undefined;
  readonly top: string | undefined;
  readonly skip: string | undefined;
}

/** Applies `$filter`, `$skip` and `$top`. */
export function queryRows<T extends Row>(
  rows: readonly T[],
  { filter, top, skip }: Paging,
  maxTop: number,
): readonly T[] {
  const matching = filter === undefined ? rows : rows.filter(parseFilter(filter.trim()));
  const start = skip === undefined ? 0 : parseCount('$skip', skip, 0, Number.MAX_SAFE_INTEGER);
  const count = top === undefined ? maxTop : parseCount('$top', top, 1, maxTop);
  return matching.slice(start, start + count);
}

function parseFilter(filter: string): (row: Row) => boolean {
  for (const { form, test } of FILTERS) {
    const [, field, literal] = form.exec(filter) ?? [];
    if (field === undefined || literal === undefined) continue;
    const text = literal.replaceAll("''", "'");
    return (row) => Object.hasOwn(row, field) && test(String(row[field]), text);
  }
  throw invalidRequest(`The sandbox does not understand this $filter: ${filter}`, 'BadRequest');
}

/** Reads a whole number within limits. */
export function parseCount(name: string, text: string, least: number, most: number): number {
  const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw invalidRequest(`${name} must be a number from ${least} to ${most}.`, 'BadRequest');
}
