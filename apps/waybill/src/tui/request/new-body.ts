import type { CollectionText, RequestDefinition } from '@waybill/collection';
import { lineText } from './line-editor.ts';
import type { RequestEditLayer } from './request-layers.ts';

/** The bodies that can be begun on one line; the others name files. */
export type NewBody = 'json' | 'form' | 'text';

/** Asks which body a request without one gets. */
export interface NewBodyLayer {
  readonly kind: 'new-body';
  readonly request: RequestDefinition;
  readonly loaded: CollectionText;
}

export const NEW_BODY_QUESTION = 'Add a body?  j JSON, f form, t text, any other key adds none';

const KEYS: Readonly<Record<string, NewBody>> = { j: 'json', f: 'form', t: 'text' };

/** The line in which the chosen body is typed; undefined for a key that chooses none. */
export function newBodyEdit(key: string, { request, loaded }: NewBodyLayer): RequestEditLayer | undefined {
  const adds = KEYS[key];
  if (adds === undefined) return undefined;
  const line = adds === 'json' ? { text: '{}', cursor: 1 } : lineText('');
  return { kind: 'request-edit', request, loaded, item: 0, adds, line };
}
