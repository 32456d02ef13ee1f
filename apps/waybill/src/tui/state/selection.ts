import type { RequestDefinition } from '@waybill/collection';
import type { State, TokenState } from './state.ts';

/** A line of the collection pane: a folder or file, or a request in it. */
export type TreeRow =
  | { readonly kind: 'folder'; readonly name: string; readonly depth: number }
  | { readonly kind: 'request'; readonly request: RequestDefinition; readonly index: number; readonly depth: number };

/** The requests that match the filter: its letters in this order, in the name, key or method. */
export function visibleRequests(state: State): readonly RequestDefinition[] {
  const letters = state.filter.toLowerCase().replace(/\s+/g, '');
  if (letters === '') return state.requests;
  return state.requests.filter((request) =>
    isSubsequence(letters, `${request.method} ${request.id} ${request.name}`.toLowerCase()),
  );
}

function isSubsequence(letters: string, text: string): boolean {
  let position = 0;
  for (const letter of letters) {
    position = text.indexOf(letter, position) + 1;
    if (position === 0) return false;
  }
  return true;
}

/** The request under the cursor. */
export function selectedRequest(state: State): RequestDefinition | undefined {
  const requests = visibleRequests(state);
  return requests[Math.min(state.cursor, requests.length - 1)];
}

/** The token of the identity that the request under the cursor signs in as. */
export function selectedToken(state: State): TokenState | undefined {
  const identity = selectedRequest(state)?.auth;
  return identity === undefined ? undefined : state.tokens.get(identity);
}

/** The lines of the collection pane: each folder once, above what it holds. */
export function treeRows(state: State): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  let trail: readonly string[] = [];
  visibleRequests(state).forEach((request, index) => {
    // The first name is the collection itself, which the pane has as its title.
    const folders = request.trail.slice(1);
    const shared = commonLength(trail, folders);
    for (const [offset, name] of folders.slice(shared).entries())
      rows.push({ kind: 'folder', name, depth: shared + offset });
    trail = folders;
    rows.push({ kind: 'request', request, index, depth: folders.length });
  });
  return rows;
}

function commonLength(left: readonly string[], right: readonly string[]): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}

/** A list position kept within a list. */
export function clamp(position: number, length: number): number {
  return Math.max(0, Math.min(position, length - 1));
}

/** The first line of a window so that a line is in it, moved as little as it takes. */
export function scrollTo(line: number, first: number, height: number): number {
  if (line < first) return line;
  return line >= first + height ? line - height + 1 : first;
}
