import type { Json } from '@waybill/collection';
import { changesBetween, formatPath } from '@waybill/json-view';
import { type Difference, linesBetween, looksVolatile } from './difference.ts';

const LONGEST_VALUE = 2_000;

/** Differences of two JSON values by path, in the order of the document; at most `limit`. */
export function jsonDifferences(before: Json, after: Json, limit: number): readonly Difference[] {
  const found: Difference[] = [];
  for (const { path, before: left, after: right } of changesBetween(before, after)) {
    if (found.length >= limit) break;
    found.push({
      where: 'body',
      title: formatPath(path),
      lines: linesBetween(textOf(left), textOf(right)),
      isVolatile: looksVolatile(left) && looksVolatile(right),
    });
  }
  return found;
}

function textOf(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)` : text;
}
