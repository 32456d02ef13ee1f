import type { Redactor } from '@waybill/redaction';
import type { History } from '../history/history.ts';
import { historyEntry } from '../history/history-entry.ts';
import { clamp, selectedRequest } from '../state/selection.ts';
import type { Store } from '../state/store.ts';
import { compareEntries } from './compare-entries.ts';
import { type CompareChoiceLayer, type CompareLayer, shownDifferences } from './compare-layer.ts';

export interface CompareDeskOptions {
  readonly store: Store;
  readonly redactor: Redactor;
  readonly history: History;
}

/** Shows how a response differs from an earlier one to the same request. */
export class CompareDesk {
  readonly #options: CompareDeskOptions;

  constructor(options: CompareDeskOptions) {
    this.#options = options;
  }

  /** Lays the earlier responses over the screen. */
  async open(): Promise<void> {
    const { store, redactor, history } = this.#options;
    const state = store.state();
    const request = selectedRequest(state);
    const result = request && state.results.get(request.id);
    const current = result && historyEntry(result, state.environment, redactor);
    if (current?.status === undefined) return;
    const earlier = (await history.entriesOf(current)).filter(({ time }) => time !== current.time);
    if (earlier.length === 0) store.update({ message: 'No earlier response to this request is known.' });
    else store.update({ layer: { kind: 'compare-choice', current, earlier, index: 0 } });
  }

  /** Handles a key while an earlier response is chosen. */
  async pressChoice(key: string, layer: CompareChoiceLayer): Promise<void> {
    const { store } = this.#options;
    const step = { up: -1, k: -1, down: 1, j: 1 }[key];
    if (key === 'escape') store.update({ layer: undefined });
    else if (step !== undefined)
      store.update({ layer: { ...layer, index: clamp(layer.index + step, layer.earlier.length) } });
    else if (key === 'enter') {
      const before = layer.earlier[layer.index];
      if (before === undefined) return;
      const comparison = await compareEntries(before, layer.current);
      const shown = { before, after: layer.current, comparison, hidesVolatile: true, cursor: 0 };
      store.update({ layer: { kind: 'compare', choice: layer, ...shown } });
    }
  }

  /** Handles a key while differences are shown. */
  press(key: string, layer: CompareLayer): void {
    const { store } = this.#options;
    const step = { n: 1, j: 1, down: 1, N: -1, k: -1, up: -1, pagedown: 10, pageup: -10 }[key];
    if (key === 'escape') store.update({ layer: layer.choice });
    else if (key === 'i') store.update({ layer: { ...layer, hidesVolatile: !layer.hidesVolatile, cursor: 0 } });
    else if (step !== undefined)
      store.update({ layer: { ...layer, cursor: clamp(layer.cursor + step, shownDifferences(layer).length) } });
  }
}
