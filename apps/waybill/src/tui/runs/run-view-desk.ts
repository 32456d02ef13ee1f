import { clamp, selectedRequest, visibleRequests } from '../state/selection.ts';
import { RESPONSE_TABS } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { turnToFailure } from './run-view.ts';

/** What is done with a run that is shown: moving over it and opening what failed. */
export class RunViewDesk {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Shows a run that begins in place of the panes. */
  begin(title: string, requestIds: readonly string[]): void {
    this.#store.update({ view: 'run', run: { title, requestIds, startedMs: Date.now(), index: 0 } });
  }

  end(): void {
    this.#store.update(({ run }) => (run === undefined ? {} : { run: { ...run, endedMs: Date.now() } }));
  }

  show(): void {
    this.#store.update({ view: 'run' });
  }

  move(distance: number): void {
    this.#store.update(({ run }) =>
      run === undefined ? {} : { run: { ...run, index: clamp(run.index + distance, run.requestIds.length) } },
    );
  }

  /** Goes to the next or previous failure: of the run when that is shown, or else of the collection. */
  turnFailure(step: 1 | -1): void {
    const state = this.#store.state();
    const { view, run, results, cursor } = state;
    const isRun = view === 'run' && run !== undefined;
    const ids = isRun ? run.requestIds : visibleRequests(state).map(({ id }) => id);
    const index = turnToFailure(ids, results, isRun ? run.index : cursor, step);
    if (index === undefined) this.#store.update({ message: 'Nothing failed.' });
    else if (isRun) this.#store.update({ run: { ...run, index } });
    else this.#select(index);
  }

  /** Opens the request under the cursor in the panes, a failed one with why it failed. */
  open(): void {
    const { run, requests, results, responseTab } = this.#store.state();
    const id = run?.requestIds[run.index];
    const index = requests.findIndex((request) => request.id === id);
    if (id === undefined || index < 0) return;
    const hasFailed = results.get(id)?.outcome === 'failed';
    this.#store.update({
      ...{ view: 'panes', focus: 'response', filter: '' },
      responseTab: hasFailed ? RESPONSE_TABS.indexOf('Checks') : responseTab,
    });
    this.#select(index);
  }

  #select(cursor: number): void {
    this.#store.update(({ scroll }) => ({ cursor, scroll: { ...scroll, request: 0, response: 0, token: 0 } }));
  }

  /** The folder or file of the request under the cursor: its name and what is in it. */
  folder(): { readonly name: string; readonly requestIds: readonly string[] } | undefined {
    const state = this.#store.state();
    const trail = selectedRequest(state)?.trail;
    if (trail === undefined) return undefined;
    const isInside = (other: readonly string[]) => trail.every((name, depth) => other[depth] === name);
    const requestIds = state.requests.filter((request) => isInside(request.trail)).map(({ id }) => id);
    return { name: trail.at(-1) ?? state.title, requestIds };
  }
}
