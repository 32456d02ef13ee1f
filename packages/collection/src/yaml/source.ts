import type { LocatedError, SourceLocation } from '@waybill/errors';
import { isMap, isScalar, isSeq, type LineCounter, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Json, Locate, Path } from '../model.ts';
import { coveringLocation } from './spans.ts';

/** A parsed file that still knows where everything stands. */
export interface YamlSource {
  readonly file: string;
  readonly value: Json;
  /** The folder of its collection, if it belongs to one: files it names must be inside. */
  readonly folder?: string | undefined;
  /** The place of a value: a scalar itself, or the key that introduces a mapping or list. */
  readonly locate: Locate;
  /** The place of a value's key. */
  readonly locateKey: Locate;
}

export interface ParsedYaml {
  /** Missing when the text is not YAML at all. */
  readonly source?: YamlSource;
  readonly problems: readonly LocatedError[];
}

/** Answers questions of place about one file. */
export class Places {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #root: Node | null;
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  readonly #resolve: (node: unknown) => Node | undefined;

  /** @param resolve gives the node an alias stands for, and any other node itself */
  constructor(
    file: string,
    text: string,
    lines: LineCounter,
    root: Node | null,
    resolve: (node: unknown) => Node | undefined,
  ) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
    this.#root = root;
    this.#resolve = resolve;
  }

  readonly locate: Locate = (path) => {
    const { key, value } = this.#find(path);
    // An absent value (`auth:`) has no place of its own, and a mapping's is its first key's.
    return isScalar(value) && value.source !== '' ? this.#covering(value, key) : this.#covering(key, value);
  };

  readonly locateKey: Locate = (path) => {
    const { key, value } = this.#find(path);
    return this.#covering(key, value);
  };

  /** The location of an index into the text. */
  at(offset: number): SourceLocation {
    const { line, col } = this.#lines.linePos(Math.min(offset, this.#text.length));
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** The location of the first node there is; it covers the text of both. */
  #covering(...nodes: readonly (Node | undefined)[]): SourceLocation {
    const ranges = nodes.flatMap((node) => (node?.range ? [node.range] : []));
    const texts = () => ranges.map(([start, end]) => ({ raw: this.#text.slice(start, end), location: this.at(start) }));
    return coveringLocation(this.at(ranges[0]?.[0] ?? 0), texts);
  }

  /** By key; the last pair wins, as it does in the value. */
  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]));
    this.#pairs.set(map, pairs);
    return pairs;
  }

  /** The deepest existing node on a path, with the key before it. */
  #find(path: Path): { key: Node | undefined; value: Node | undefined } {
    let key: Node | undefined;
    let value = this.#root ?? undefined;
    for (const step of path) {
      const target = this.#resolve(value);
      if (isMap(target)) {
        const pair = this.#pairsOf(target).get(String(step));
        if (pair === undefined) break;
        key = pair.key as Node;
        value = (pair.value as Node | null) ?? undefined;
      } else if (isSeq(target)) {
        const item = target.items[Number(step)];
        if (item === undefined) break;
        key = undefined;
        value = item as Node;
      } else break;
    }
    return { key, value };
  }
}
