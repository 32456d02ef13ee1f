/** Keeps what was computed last, up to a number of entries, so that a long run stays flat in memory. */
export class BoundedCache<Key, Value> {
  readonly #limit: number;
  readonly #entries = new Map<Key, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The kept value, or a newly computed one; a `compute` that throws leaves nothing behind. */
  get(key: Key, compute: () => Value): Value {
    const kept = this.#entries.get(key);
    if (kept !== undefined) return kept;
    const value = compute();
    // Maps keep insertion order: the first key is the oldest.
    const oldest = this.#entries.keys().next();
    if (this.#entries.size >= this.#limit && !oldest.done) this.#entries.delete(oldest.value);
    this.#entries.set(key, value);
    return value;
  }
}
