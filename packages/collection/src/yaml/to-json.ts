import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import type { Json } from '../model.ts';

/** Aliases multiply; this many copied nodes are far more than any honest file needs. */
const MOST_ALIASED_NODES = 10_000;
const DEEPEST = 200;

type Report = (message: string, offset: number, hint: string) => void;

/** Turns a YAML tree into plain data. Unlike the library's own conversion it shares no structure and bounds aliases. */
export class ToJson {
  readonly #anchors = new Map<string, Node>();
  readonly #targets = new Map<Alias, Node>();
  readonly #open = new Set<Node>();
  #aliasDepth = 0;
  #aliasedNodes = 0;
  #report: Report = () => {};

  /** The node an alias stands for; any other node itself. Known once `convert` has passed it. */
  readonly resolve = (node: unknown): Node | undefined => (isAlias(node) ? this.#targets.get(node) : (node as Node));

  convert(root: Node | null, report: Report): Json {
    this.#report = report;
    return this.#value(root, 0);
  }

  #value(node: unknown, depth: number): Json {
    if (isAlias(node)) return this.#aliased(node, depth);
    if (depth > DEEPEST) throw new RangeError('The document is nested too deeply.');
    if (this.#aliasDepth > 0 && ++this.#aliasedNodes > MOST_ALIASED_NODES) return null;
    if (isScalar(node)) return this.#scalar(node);
    if (!isMap(node) && !isSeq(node)) return null;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const value = isSeq(node) ? node.items.map((item) => this.#value(item, depth + 1)) : this.#mapping(node, depth);
    this.#open.delete(node);
    return value;
  }

  #mapping(map: YAMLMap, depth: number): Json {
    const entries = new Map<string, Json>();
    for (const { key, value } of map.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      if (entries.has(name)) {
        this.#report('The key stands twice in one mapping.', key.range?.[0] ?? 0, 'Keep one of them.');
      }
      entries.set(name, this.#value(value, depth + 1));
    }
    // `fromEntries` defines properties: a key such as `__proto__` stays data.
    return Object.fromEntries(entries);
  }

  #aliased(alias: Alias, depth: number): Json {
    const target = this.#targets.get(alias) ?? this.#anchors.get(alias.source);
    const offset = alias.range?.[0] ?? 0;
    if (target === undefined) {
      this.#report(
        `The alias \`*${alias.source}\` has no anchor.`,
        offset,
        `Mark the value with &${alias.source} first.`,
      );
      return null;
    }
    this.#targets.set(alias, target);
    if (this.#open.has(target)) {
      this.#report(`The alias \`*${alias.source}\` contains itself.`, offset, 'Write the value out.');
      return null;
    }
    const within = this.#aliasedNodes <= MOST_ALIASED_NODES;
    this.#aliasDepth++;
    const value = this.#value(target, depth);
    this.#aliasDepth--;
    if (within && this.#aliasedNodes > MOST_ALIASED_NODES && this.#aliasDepth === 0) {
      this.#report('Aliases multiply to too many values.', offset, 'Write the values out, or use variables.');
    }
    return value;
  }

  #scalar(node: Scalar): Json {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    const { value } = node;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    const offset = node.range?.[0] ?? 0;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.#report('JSON has no such number.', offset, 'Put it into quotes if it is a text.');
      return null;
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(node.source ?? '')) {
      this.#report('The number is too large to keep all its digits.', offset, 'Put it into quotes.');
    }
    return value;
  }
}
