import type { CollectionText, RequestDefinition, RequestEdit } from '@waybill/collection';
import type { LineText } from './line-editor.ts';
import { NEW_BODY_QUESTION, type NewBodyLayer } from './new-body.ts';
import type { Addition } from './pane-edits.ts';

/** A value of the request pane while it is edited, or an entry while it is added. */
export interface RequestEditLayer {
  readonly kind: 'request-edit';
  readonly request: RequestDefinition;
  /** What was on the screen when editing began. */
  readonly loaded: CollectionText;
  /** The line of the pane that is edited, or below which one is added. */
  readonly item: number;
  /** What is added; undefined while a value that is there is edited. */
  readonly adds?: Addition | undefined;
  readonly line: LineText;
  /** Why it could not be saved; what was typed stays. */
  readonly problem?: string | undefined;
}

/** Asks before an entry is removed. */
export interface RequestRemoveLayer {
  readonly kind: 'request-remove';
  readonly request: RequestDefinition;
  readonly loaded: CollectionText;
  readonly edit: RequestEdit;
  readonly title: string;
}

/** What is typed to add something. */
const FORMS: Readonly<Record<Addition, string>> = {
  headers: 'Name: value',
  query: 'name=value',
  form: 'name=value',
  json: 'JSON',
  text: 'Text',
};

/** What the footer says while one of them is open. */
export function requestFooter(layer: RequestEditLayer | RequestRemoveLayer | NewBodyLayer): string {
  if (layer.kind === 'new-body') return NEW_BODY_QUESTION;
  if (layer.kind === 'request-remove') return `Remove ${layer.title}?  y removes, any other key keeps it`;
  return layer.adds === undefined ? 'Enter saves, Esc cancels' : `${FORMS[layer.adds]}  Enter adds, Esc cancels`;
}
