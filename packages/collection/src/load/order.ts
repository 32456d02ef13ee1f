import type { LocatedError } from '@waybill/errors';

/** Problems of one file as a reader meets them. */
export function inFileOrder(problems: readonly LocatedError[]): LocatedError[] {
  return problems.toSorted((a, b) => a.location.line - b.location.line || a.location.column - b.location.column);
}
