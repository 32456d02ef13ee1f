import {
  type RenderContext,
  type RequestDefinition,
  type RequestEdit,
  saveRequest,
  type VariableLayer,
} from '@waybill/collection';
import { type SourceLocation, WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { RunnerServices } from '@waybill/runner';
import { keyHint } from '../keys/key-hint.ts';
import { clamp, selectedRequest } from '../state/selection.ts';
import { REQUEST_TABS } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { PLAIN } from '../theme/theme.ts';
import { editedInEditor } from './edited-in-editor.ts';
import { editLine, lineText } from './line-editor.ts';
import { LoadedTexts } from './loaded-texts.ts';
import { type NewBodyLayer, newBodyEdit } from './new-body.ts';
import { addedEdit, changedEdit, newEntryOf } from './pane-edits.ts';
import { IN_EDITOR, type RequestItem, requestItems } from './request-items.ts';
import type { RequestEditLayer, RequestRemoveLayer } from './request-layers.ts';
import { typedJson } from './typed-value.ts';

export interface RequestDeskOptions {
  readonly store: Store;
  readonly redactor: Redactor;
  /** Reads the files again. */
  load(): Promise<void>;
  report(error: unknown): void;
  /** Undefined until an environment is open. */
  services(): RunnerServices | undefined;
  captured(): VariableLayer;
}

/** What is done with the request that is shown: its values are edited in place and saved into their file. */
export class RequestDesk {
  readonly texts = new LoadedTexts();
  readonly #options: RequestDeskOptions;

  constructor(options: RequestDeskOptions) {
    this.#options = options;
  }

  /** What the templates of a request would be filled with. */
  context({ layers }: RequestDefinition): RenderContext | undefined {
    const { services, captured, redactor } = this.#options;
    const known = services();
    return (
      known && {
        layers: [...known.overrides, captured(), ...layers, ...known.defaults],
        env: known.env,
        now: () => new Date(),
        onSecret: (value) => redactor.add(value),
      }
    );
  }

  /** Moves the cursor of the request pane. */
  move(distance: number): void {
    const { store } = this.#options;
    store.update(({ scroll }) => {
      const request = clamp(clamp(scroll.request, this.#items().length) + distance, this.#items().length);
      return { scroll: { ...scroll, request } };
    });
  }

  /** Edits the value under the cursor: on its line, or a body in an editor of its own. */
  async editValue(openEditor: (location: SourceLocation) => Promise<void>): Promise<void> {
    const { store } = this.#options;
    const begun = this.#begin();
    if (begun === undefined) return;
    const { edit } = begun.current;
    if (edit === undefined) {
      store.update((state) => ({
        message: `This line is not edited here; ${keyHint('request.edit', state)} opens the file.`,
      }));
    } else if (edit.value === IN_EDITOR) {
      await this.#editBody(begun.request, openEditor);
    } else {
      const { request, loaded, item } = begun;
      store.update({
        layer: { kind: 'request-edit', request, loaded, item, line: lineText(edit.value) },
      });
    }
  }

  /** Asks for a header, query parameter or form field to add, or which body. */
  addEntry(): void {
    const { store } = this.#options;
    const begun = this.#begin();
    if (begun === undefined) return;
    const { request, loaded } = begun;
    const tab = REQUEST_TABS[store.state().requestTab];
    const adds = newEntryOf(request, tab);
    if (tab === 'Body' && request.body === undefined) {
      store.update({ layer: { kind: 'new-body', request, loaded } });
    } else if (adds === undefined) {
      store.update({ message: 'Entries are added to headers, the query and forms.' });
    } else {
      const last = this.#items().findLastIndex(({ edit }) => edit?.path[0] === adds || edit?.path[0] === 'url');
      const item = Math.max(0, last);
      store.update({ layer: { kind: 'request-edit', request, loaded, item, adds, line: lineText('') } });
    }
  }

  /** Begins the body that was chosen, or none. */
  pressNewBody(key: string, layer: NewBodyLayer): void {
    this.#options.store.update({ layer: newBodyEdit(key, layer) });
  }

  /** Asks whether to remove the header, parameter or field under the cursor. */
  removeEntry(): void {
    const { store } = this.#options;
    const begun = this.#begin();
    if (begun === undefined) return;
    const { request, loaded, current } = begun;
    const [kind, name] = current.edit?.path ?? [];
    if (name === undefined || current.edit?.isOwn !== true) {
      store.update({ message: 'Only headers, parameters and fields that stand in this request can be removed.' });
      return;
    }
    const edit: RequestEdit = { op: 'remove', path: current.edit.path };
    store.update({ layer: { kind: 'request-remove', request, loaded, edit, title: `${name} of ${kind}` } });
  }

  /** Handles a key of the line that is edited. */
  async pressEdit(key: string, layer: RequestEditLayer): Promise<void> {
    const { store } = this.#options;
    if (key === 'escape') return store.update({ layer: undefined });
    if (key !== 'enter') {
      return store.update({ layer: { ...layer, line: editLine(layer.line, key), problem: undefined } });
    }
    try {
      const { request, loaded, item, line } = layer;
      const edit =
        layer.adds === undefined
          ? changedEdit(line.text, this.#itemsOf(request)[item]?.edit)
          : addedEdit(line.text, layer.adds, this.texts.written(request));
      if (edit !== undefined) await saveRequest(loaded, request.key, [edit]);
      store.update({ layer: undefined });
      if (edit !== undefined) await this.#saved();
    } catch (error) {
      // What was typed must not be lost to a mistake in it.
      store.update({ layer: { ...layer, problem: this.#problem(error) } });
    }
  }

  /** Removes what was asked about, or does not. */
  async pressRemove(key: string, { request, loaded, edit }: RequestRemoveLayer): Promise<void> {
    this.#options.store.update({ layer: undefined });
    if (key !== 'y') return;
    await this.#guard(async () => {
      await saveRequest(loaded, request.key, [edit]);
      await this.#saved();
    });
  }

  async #editBody(request: RequestDefinition, openEditor: (location: SourceLocation) => Promise<void>): Promise<void> {
    const { body } = request;
    const loaded = this.texts.of(request);
    if ((body?.kind !== 'json' && body?.kind !== 'text') || loaded === undefined) return;
    const before = body.kind === 'json' ? `${JSON.stringify(body.value, null, 2)}\n` : body.text;
    await this.#guard(async () => {
      const after = await editedInEditor(before, body.kind === 'json' ? '.json' : '.txt', openEditor);
      if (after === before) return;
      const value = body.kind === 'json' ? typedJson(after) : after;
      await saveRequest(loaded, request.key, [{ op: 'set', path: [body.kind], value }]);
      await this.#saved();
    });
  }

  async #saved(): Promise<void> {
    await this.#options.load();
    this.#options.store.update({ message: 'Saved.' });
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.report(error);
    }
  }

  /** The line under the cursor, with the file it comes from. */
  #begin() {
    const { store } = this.#options;
    const request = selectedRequest(store.state());
    const loaded = request && this.texts.of(request);
    if (request === undefined || loaded === undefined) return undefined;
    const items = this.#itemsOf(request);
    const item = clamp(store.state().scroll.request, items.length);
    return { request, loaded, item, current: items[item] as RequestItem };
  }

  #items(): readonly RequestItem[] {
    const request = selectedRequest(this.#options.store.state());
    return request === undefined ? [] : this.#itemsOf(request);
  }

  /** What lines mean does not depend on how they look. */
  #itemsOf(request: RequestDefinition): readonly RequestItem[] {
    const tab = REQUEST_TABS[this.#options.store.state().requestTab] ?? 'URL';
    return requestItems(request, this.texts.written(request), tab, PLAIN);
  }

  #problem(error: unknown): string {
    if (!(error instanceof WaybillError)) throw error;
    return this.#options.redactor.redact(`${error.message} ${error.hint ?? ''}`);
  }
}
