/** One of several runs that share the files of collections among them. */
export interface Shard {
  /** Counts from 1. */
  readonly index: number;
  readonly count: number;
}

/**
 * Deals files out to shards, the longest first, each to the shard that has least to do. What a file takes is known from
 * an earlier run; one that is new takes what is usual. Without an earlier run that is: in turn. Every shard sees the same
 * deal, whatever else selects requests.
 */
export class ShardDealer {
  readonly #index: number;
  readonly #loads: number[];
  readonly #past: ReadonlyMap<string, number>;
  readonly #usual: number;

  /** @param past milliseconds by file, as `durationsByFile` has them */
  constructor({ index, count }: Shard, past: ReadonlyMap<string, number> = new Map()) {
    this.#index = index - 1;
    this.#loads = Array.from({ length: count }, () => 0);
    this.#past = past;
    this.#usual = median([...past.values()]);
  }

  /** The files of this shard. May be called again for the files of another collection. */
  deal(files: readonly string[]): ReadonlySet<string> {
    const own = new Set<string>();
    // Never 0: files that take nothing would all go to one shard.
    const weighed = files.map((file) => ({ file, load: Math.max(1, this.#past.get(file) ?? this.#usual) }));
    // Sorting is stable: files that take as long stay in their order.
    for (const { file, load } of weighed.sort((left, right) => right.load - left.load)) {
      const least = this.#loads.indexOf(Math.min(...this.#loads));
      this.#loads[least] = (this.#loads[least] ?? 0) + load;
      if (least === this.#index) own.add(file);
    }
    return own;
  }
}

function median(durations: readonly number[]): number {
  const sorted = durations.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}
