import type { Operation } from './operations/operation.ts';

/** What the Azure CLI and other apps of Microsoft hold instead of scopes. */
const EVERYTHING = 'user_impersonation';

/** The scopes a token lacks for an operation, by the shortest way to get there; none if it may. */
export function missingScopes({ scopes }: Operation, granted: readonly string[]): readonly string[] {
  const lacking = scopes.map((choice) => choice.filter((scope) => !isGranted(scope, granted)));
  return lacking.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

/** Whether scopes hold another: who may write may read. */
export function isGranted(scope: string, granted: readonly string[]): boolean {
  const stronger = scope.replace(/\.Read\.All$/, '.ReadWrite.All');
  return [scope, stronger, EVERYTHING].some((each) => granted.includes(each));
}
