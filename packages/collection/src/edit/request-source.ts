import { WaybillError } from '@waybill/errors';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Path } from '../model.ts';
import { METHODS } from '../schema/request-schema.ts';

/** A member of a mapping or an item of a list, as it stands in the text. */
export interface Entry {
  readonly container: YAMLMap | YAMLSeq;
  readonly index: number;
  /** Missing for an item of a list. */
  readonly pair: Pair | undefined;
  /** Missing when nothing stands after the colon. */
  readonly node: Node | undefined;
  /** Whether it stands inside `{ }` or `[ ]`. */
  readonly isFlow: boolean;
}

/** The text of a collection file, and where the parts of one request stand in it. */
export class RequestSource {
  readonly text: string;
  readonly lineBreak: string;
  readonly #document: Document;
  readonly #requestPath: Path;

  constructor(text: string, requestKey: string) {
    this.text = text;
    this.lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
    this.#document = parseDocument(text, {
      keepSourceTokens: true,
      stringKeys: true,
      resolveKnownTags: false,
      uniqueKeys: false,
      logLevel: 'error',
    });
    this.#requestPath = ['requests', requestKey];
  }

  /** The entry on a path into the request; undefined when there is none. */
  find(path: Path): Entry | undefined {
    let container = this.#document.contents as Node | undefined;
    let entry: Entry | undefined;
    let isFlow = false;
    for (const step of [...this.#requestPath, ...path]) {
      if (container === undefined || isEmpty(container)) return undefined;
      if (isAlias(container)) throw notHere(`\`*${container.source}\` stands for a value that is written elsewhere.`);
      if (!isCollection(container)) throw notHere(`\`${String(step)}\` can not stand inside a single value.`);
      isFlow ||= container.flow === true;
      const found = entryOf(container as YAMLMap | YAMLSeq, step, isFlow);
      if (found === undefined) return undefined;
      entry = found;
      container = found.node;
    }
    return entry;
  }

  /** The key under which the URL is written. */
  urlKey(): string {
    return METHODS.find((method) => this.find([method]) !== undefined) ?? 'url';
  }

  /** Spaces in front of what starts at an index; the line may hold other things before it. */
  columnOf(offset: number): number {
    return offset - this.lineStart(offset);
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where the line around an index ends, its line break not included. */
  lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    if (end === -1) return this.text.length;
    return this.text[end - 1] === '\r' ? end - 1 : end;
  }

  /** Where a pair or item ends, without the blank lines and comments after it. */
  endOf(pair: Pair | undefined, node: Node | undefined): number {
    if (node !== undefined && isCollection(node) && node.flow !== true) {
      const last = node.items.at(-1);
      if (isMap(node)) return this.endOf(last as Pair, nodeOf((last as Pair).value));
      return this.endOf(undefined, nodeOf(last));
    }
    const end = node?.range?.[1] ?? 0;
    const start = node?.range?.[0] ?? 0;
    if (end > start) return start + this.text.slice(start, end).trimEnd().length;
    return Math.max(colonEnd(pair) ?? 0, (pair?.key as Node | undefined)?.range?.[1] ?? 0);
  }
}

function entryOf(container: YAMLMap | YAMLSeq, step: string | number, isFlow: boolean): Entry | undefined {
  if (isSeq(container)) {
    const item = container.items[Number(step)];
    const index = Number(step);
    return item === undefined ? undefined : { container, index, pair: undefined, node: nodeOf(item), isFlow };
  }
  const pairs = container.items as Pair[];
  const index = pairs.findIndex(({ key }) => isScalar(key) && String(key.value) === String(step));
  const pair = pairs[index];
  return pair && { container, index, pair, node: nodeOf(pair.value), isFlow };
}

/** Where the colon of a pair ends. */
export function colonEnd(pair: Pair | undefined): number | undefined {
  const colon = pair?.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon === undefined ? undefined : colon.offset + 1;
}

/** Whether nothing is written, as after `headers:`. */
export function isEmpty(node: Node): boolean {
  return isScalar(node) && node.source === '' && node.type === 'PLAIN';
}

function nodeOf(value: unknown): Node | undefined {
  return (value as Node | null) ?? undefined;
}

/** Refuses an edit that this module can not make without touching other things. */
export function notHere(why: string): WaybillError {
  return new WaybillError('ERR_SCHEMA', `This can not be edited here: ${why}`, {
    hint: 'Edit the file itself; nothing was saved.',
  });
}
