import type { LocatedError } from '@waybill/errors';

/** Problems in the order of their places. One that several requests lead to, as into a schema file, is told once. */
export function inFileOrder(problems: readonly LocatedError[]): LocatedError[] {
  const told = new Map(problems.map((problem) => [keyOf(problem), problem]));
  return [...told.values()].sort(({ location: a }, { location: b }) => a.line - b.line || a.column - b.column);
}

function keyOf({ location: { file, line, column }, message }: LocatedError): string {
  return JSON.stringify([file, line, column, message]);
}
