/** The one selection by JSONPath that may be under way in a body. */
export class Selecting {
  #current: { readonly path: string; readonly cancellation: AbortController } | undefined;

  /** The JSONPath; undefined when nothing is under way. */
  get path(): string | undefined {
    return this.#current?.path;
  }

  /** Ends what was under way; the signal is aborted when the new one need not go on. */
  begin(path: string): AbortSignal {
    this.end();
    const cancellation = new AbortController();
    this.#current = { path, cancellation };
    return cancellation.signal;
  }

  /** Ends what is under way; with a signal, only the selection that it belongs to. */
  end(signal = this.#current?.cancellation.signal): void {
    if (this.#current?.cancellation.signal !== signal) return;
    this.#current?.cancellation.abort();
    this.#current = undefined;
  }
}
