import { matchOperation, type OperationMatch, type OperationRoute, routesOf } from './match-operation.ts';
import type { Operation } from './operation.ts';
import { rankOperations } from './search-operations.ts';

let routes: readonly OperationRoute[] | undefined;

/** Every operation of the Power BI REST API. Loaded at the first call: most programs never need it. */
export async function loadOperations(): Promise<readonly Operation[]> {
  const { operations } = await import('./catalogue.ts');
  return operations;
}

/**
 * The operation that a request calls. The host does not matter, and `/v1.0/myorg` may be missing.
 *
 * @example
 * const match = await findOperation('GET', 'https://api.powerbi.com/v1.0/myorg/groups?$top=1');
 * match?.operation.scopes; // [['Workspace.Read.All'], ['Workspace.ReadWrite.All']]
 */
export async function findOperation(method: string, urlOrPath: string): Promise<OperationMatch | undefined> {
  routes ??= routesOf(await loadOperations());
  return matchOperation(routes, method, urlOrPath);
}

/** The operations a text speaks of, best first: `refresh dataset`, `groups/users`, `GetGroups`. */
export async function searchOperations(text: string): Promise<readonly Operation[]> {
  return rankOperations(await loadOperations(), text);
}
