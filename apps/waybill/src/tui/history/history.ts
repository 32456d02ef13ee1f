import type { Redactor } from '@waybill/redaction';
import type { RequestResult } from '@waybill/runner';
import { stateFolder } from '../../platform/folders.ts';
import { editText } from '../keys/edit-text.ts';
import { clamp } from '../state/selection.ts';
import type { Store } from '../state/store.ts';
import { type HistoryEntry, historyEntry } from './history-entry.ts';
import { HistoryFile } from './history-file.ts';
import { foundEntries, type HistoryLayer } from './history-layer.ts';
import { storedLines } from './history-lines.ts';

const PAGE = 10;
/** What this session sent can be compared also when no file is kept. */
const MOST_RECENT = 30;

/** Remembers what was sent, between runs too, and shows it. */
export class History {
  readonly #store: Store;
  readonly #redactor: Redactor;
  readonly #file: HistoryFile;
  readonly #isOff: boolean;
  /** The newest first. */
  #recent: readonly HistoryEntry[] = [];

  constructor(store: Store, redactor: Redactor, env: NodeJS.ProcessEnv) {
    this.#store = store;
    this.#redactor = redactor;
    this.#file = new HistoryFile(stateFolder(env));
    this.#isOff = env.WAYBILL_HISTORY === 'off';
  }

  /** Remembers a result. A disk that is full must not fail a request that went well. */
  async add(result: RequestResult): Promise<void> {
    const entry = historyEntry(result, this.#store.state().environment, this.#redactor);
    if (entry === undefined) return;
    this.#recent = [entry, ...this.#recent].slice(0, MOST_RECENT);
    if (this.#isOff) return;
    try {
      await this.#file.add(entry);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#store.update({ message: this.#redactor.redact(`The history is not kept: ${reason}`) });
    }
  }

  /** Answers to the same request, the newest first, from this session and earlier ones. */
  async entriesOf({ requestId, method }: HistoryEntry): Promise<readonly HistoryEntry[]> {
    const kept = this.#isOff ? [] : await this.#file.entries();
    const known = new Set(this.#recent.map(keyOf));
    return [...this.#recent, ...kept.filter((entry) => !known.has(keyOf(entry)))].filter(
      (entry) => entry.requestId === requestId && entry.method === method && entry.status !== undefined,
    );
  }

  /** Lays the history over the screen. */
  async open(): Promise<void> {
    const entries = await this.#file.entries();
    this.#store.update({ layer: { kind: 'history', entries, query: '', index: 0, shown: undefined, first: 0 } });
  }

  /** Handles a key while the history lies over the screen. */
  press(key: string, layer: HistoryLayer): void {
    const update = (change: Partial<HistoryLayer>) => this.#store.update({ layer: { ...layer, ...change } });
    const step = { up: -1, down: 1, pageup: -PAGE, pagedown: PAGE }[key];
    if (layer.shown !== undefined) {
      if (key === 'escape') update({ shown: undefined, first: 0 });
      else if (step !== undefined) update({ first: clamp(layer.first + step, storedLines(layer.shown).length) });
      return;
    }
    const found = foundEntries(layer);
    if (key === 'escape') this.#store.update({ layer: undefined });
    else if (key === 'enter') update({ shown: found[layer.index] });
    else if (step !== undefined) update({ index: clamp(layer.index + step, found.length) });
    else update({ query: editText(layer.query, key), index: 0 });
  }
}

function keyOf({ time, requestId }: HistoryEntry): string {
  return `${time} ${requestId}`;
}
