import { invalidRequest } from './refusal.ts';

interface Named {
  readonly name: string;
}

type Predicate = (item: Named) => boolean;

/** The forms of `$filter` that clients send for names; a quote inside a text is doubled (OData 4.01, 5.1.1.6.1). */
const FILTERS: readonly { readonly form: RegExp; readonly predicate: (value: string) => Predicate }[] = [
  { form: /^name eq '((?:[^']|'')*)'$/i, predicate: (value) => (item) => item.name === value },
  { form: /^tolower\(name\) eq '((?:[^']|'')*)'$/i, predicate: (value) => (item) => item.name.toLowerCase() === value },
  { form: /^contains\(name,\s*'((?:[^']|'')*)'\)$/i, predicate: (value) => (item) => item.name.includes(value) },
];

export interface Paging {
  readonly filter: string | undefined;
  readonly top: string | undefined;
  readonly skip: string | undefined;
}

/** Applies `$filter`, `$skip` and `$top`. */
export function queryItems<T extends Named>(
  items: readonly T[],
  { filter, top, skip }: Paging,
  maxTop: number,
): readonly T[] {
  const matching = filter === undefined ? items : items.filter(parseFilter(filter.trim()));
  const start = skip === undefined ? 0 : parseCount('$skip', skip, 0, Number.MAX_SAFE_INTEGER);
  const count = top === undefined ? maxTop : parseCount('$top', top, 1, maxTop);
  return matching.slice(start, start + count);
}

function parseFilter(filter: string): Predicate {
  for (const { form, predicate } of FILTERS) {
    const value = form.exec(filter)?.[1];
    if (value !== undefined) return predicate(value.replaceAll("''", "'"));
  }
  throw invalidRequest(`The sandbox does not understand this $filter: ${filter}`, 'BadRequest');
}

/** Reads a whole number within limits. */
export function parseCount(name: string, text: string, least: number, most: number): number {
  const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw invalidRequest(`${name} must be a number from ${least} to ${most}.`, 'BadRequest');
}
