/** Handles keys and clicks strictly one after the other: each may depend on what the one before opened or saved. */
export class KeyQueue {
  readonly #isAsking: () => boolean;
  #last: Promise<void> = Promise.resolve();

  /** @param isAsking whether something waits for an answer that is typed */
  constructor(isAsking: () => boolean) {
    this.#isAsking = isAsking;
  }

  add(handle: () => void | Promise<void>): void {
    // What is under way may be what asks: its answer must not wait for it.
    if (this.#isAsking()) void handle();
    else this.#last = this.#last.then(handle);
  }
}
