import { INITIAL_STATE, type State } from './state.ts';

/** Holds the state and tells who listens that it changed. Nothing but `update` changes it. */
export class Store {
  #state: State = INITIAL_STATE;
  readonly #listeners = new Set<() => void>();

  readonly state = (): State => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  update(change: Partial<State> | ((state: State) => Partial<State>)): void {
    this.#state = { ...this.#state, ...(typeof change === 'function' ? change(this.#state) : change) };
    for (const listener of this.#listeners) listener();
  }
}
