import type { Redactor } from '@waybill/redaction';
import type { HttpResponse } from '@waybill/rest';
import { OWNER_ONLY, writeFileAtomically } from '../../files.ts';
import { clipboardSequence } from '../../platform/clipboard.ts';
import { editText } from '../keys/edit-text.ts';
import { keyHint } from '../keys/key-hint.ts';
import type { Store } from '../state/store.ts';
import { isThere, nameForBody } from './body-file.ts';
import type { BodyPromptLayer, SaveLayer } from './body-layers.ts';
import { BodyView } from './body-view.ts';
import { copiedText } from './copied-text.ts';
import { curlCommand } from './curl-command.ts';
import { filterBody } from './jsonpath-filter.ts';
import { shownBody, shownResponse } from './shown-response.ts';

export interface ResponseDeskOptions {
  readonly store: Store;
  readonly redactor: Redactor;
  writeToTerminal(text: string): void;
}

/** What is done with the response that is shown: looking through its body, copying and saving. */
export class ResponseDesk {
  readonly #options: ResponseDeskOptions;
  readonly #bodyViews = new WeakMap<HttpResponse, BodyView>();

  constructor(options: ResponseDeskOptions) {
    this.#options = options;
  }

  /** How a body is looked at; the body is read from the first look on. */
  viewOf(response: HttpResponse): BodyView {
    const known = this.#bodyViews.get(response);
    if (known !== undefined) return known;
    const bodyView = new BodyView(response, () => this.#show());
    this.#bodyViews.set(response, bodyView);
    return bodyView;
  }

  /** The body in sight, when the pane shows one. */
  get bodyView(): BodyView | undefined {
    const shown = shownBody(this.#options.store.state());
    return shown && this.viewOf(shown.response);
  }

  /** Does something to the body in sight and shows it; returns false when there is none. */
  look(act: (bodyView: BodyView) => void): boolean {
    const { bodyView } = this;
    if (bodyView === undefined) return false;
    act(bodyView);
    this.#show();
    return true;
  }

  /** Drops what narrows the view, a search first; returns false when nothing does. */
  backOut(): boolean {
    const { bodyView } = this;
    if (bodyView?.search !== undefined) return this.look((view) => view.endSearch({ back: false }));
    if (bodyView?.selecting.path !== undefined) return this.look((view) => view.selecting.end());
    if (bodyView?.filter !== undefined) return this.look((view) => view.showOnly());
    return false;
  }

  /** Opens a line to type in. */
  ask(purpose: BodyPromptLayer['purpose']): void {
    const shown = shownResponse(this.#options.store.state());
    if (shown === undefined) return;
    const { request, response } = shown;
    if (purpose === 'search') this.bodyView?.beginSearch();
    const text = {
      search: '',
      jsonpath: this.bodyView?.filter?.path ?? '$',
      save: nameForBody(request.id, response.headers['content-type']),
    }[purpose];
    this.#options.store.update({ focus: 'response', layer: { kind: 'body-prompt', purpose, text } });
  }

  /** Handles a key of the line that is typed. */
  async pressPrompt(key: string, layer: BodyPromptLayer): Promise<void> {
    const { store } = this.#options;
    const isSearch = layer.purpose === 'search';
    if (key === 'escape') {
      store.update({ layer: undefined });
      if (isSearch) this.look((view) => view.endSearch({ back: true }));
    } else if (key === 'enter') {
      store.update({ layer: undefined });
      await this.#finish(layer);
    } else {
      const text = editText(layer.text, key);
      store.update({ layer: { ...layer, text } });
      if (isSearch && text !== layer.text) this.look((view) => void view.find(text));
    }
  }

  async #finish({ purpose, text }: BodyPromptLayer): Promise<void> {
    const { store } = this.#options;
    const shown = shownResponse(store.state());
    if (shown === undefined) return;
    if (purpose === 'jsonpath') {
      // The root alone selects everything.
      const path = text.trim() === '$' ? '' : text.trim();
      // It goes on while other keys are handled.
      void this.#guard(() => filterBody(this.viewOf(shown.response), path, keyHint('body.raw', store.state())));
    }
    if (purpose === 'save' && text.trim() !== '') {
      const file = text.trim();
      store.update({ layer: { kind: 'save', file, replaces: await isThere(file) } });
    }
  }

  /** Saves as the answer to the question says; any other key does not save. */
  async pressSave(key: string, { file }: SaveLayer): Promise<void> {
    const { store, redactor } = this.#options;
    store.update({ layer: undefined });
    const shown = shownResponse(store.state());
    if (shown === undefined || (key !== 'y' && key !== 'n')) return;
    const { body } = shown.response;
    await this.#guard(async () => {
      const content = key === 'y' ? body.bytes : redactor.redact(body.text());
      return `Saved ${await writeFileAtomically(file, content, OWNER_ONLY)}.`;
    });
  }

  /** Copies the value under the cursor, without its secrets. */
  copyValue(): void {
    const { bodyView } = this;
    if (bodyView === undefined || bodyView.view.lineCount === 0) return;
    const text = copiedText(bodyView, this.#options.redactor);
    if (text === undefined)
      this.#say(`Too long for a clipboard: ${keyHint('response.save', this.#options.store.state())} saves the body.`);
    else this.#copy(text, `${text.length} characters`);
  }

  /** Copies the request as it went out, as a command, without its credential. */
  copyCurl(): void {
    const shown = shownResponse(this.#options.store.state());
    if (shown !== undefined) {
      this.#copy(curlCommand(shown.response.sent, this.#options.redactor), 'the request as a curl command');
    }
  }

  #copy(text: string, what: string): void {
    this.#options.writeToTerminal(clipboardSequence(text));
    this.#say(`Copied ${what}.`);
  }

  /** Says what came of something, also when it failed. */
  async #guard(act: () => Promise<string>): Promise<void> {
    try {
      this.#say(await act());
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  #say(message: string): void {
    this.#options.store.update({ message: this.#options.redactor.redact(message) });
  }

  #show(): void {
    this.#options.store.update({});
  }
}
