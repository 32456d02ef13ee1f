import { isCollection, isMap, isScalar, type Node, type Pair, type Scalar } from 'yaml';
import type { Json, Path } from '../model.ts';
import { colonEnd, type Entry, isEmpty, notHere, type RequestSource } from './request-source.ts';
import { blockText, keyText, lineText } from './value-text.ts';

/** A part of a text, and what takes its place. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Longer mappings and lists get lines of their own where that is possible. */
const LONGEST_LINE = 100;

/** The change that gives a place a value, whether something stands there or not. */
export function changeToSet(source: RequestSource, path: Path, value: Json): TextChange {
  const entry = source.find(path);
  return entry === undefined ? changeToAdd(source, path, value) : changeToReplace(source, entry, value);
}

function changeToReplace(source: RequestSource, { pair, node, isFlow }: Entry, value: Json): TextChange {
  const colon = colonEnd(pair);
  if (node === undefined || isEmpty(node)) {
    if (colon === undefined) throw notHere('nothing shows where the value would go.');
    return { start: colon, end: colon, text: ` ${lineText(value, { isFlow })}` };
  }
  const start = node.range?.[0] ?? 0;
  const end = source.endOf(pair, node);
  if (isScalar(node) && /^BLOCK/.test(node.type ?? '')) return changeOfBlockScalar(source, start, end, value);
  const column = source.columnOf(start);
  const isBlock = isCollection(node) && node.flow !== true;
  // A list may stand as far left as its key, where nothing else may.
  const keyStart = (pair?.key as Node | undefined)?.range?.[0] ?? 0;
  const pad = isBlock && pair !== undefined && column <= source.columnOf(keyStart) ? '  ' : '';
  if (isBlock && isFilled(value))
    return { start, end, text: pad + blockText(value, pad + ' '.repeat(column), source.lineBreak) };
  const quote = isScalar(node) && typeof node.value === 'string' ? (node.type as Scalar.Type) : undefined;
  return { start, end, text: pad + lineText(value, { isFlow, quote }) };
}

/** What stands behind `|` or `>` on its line, such as a comment, stays. */
function changeOfBlockScalar(source: RequestSource, start: number, end: number, value: Json): TextChange {
  const written = source.text.slice(start, end);
  const rest = /^[|>][-+0-9]*([^\r\n]*)/.exec(written)?.[1] ?? '';
  const [, firstLine = ''] = written.split(/\r?\n/).filter((line, index) => index === 0 || line.trim() !== '');
  const indent = /^ */.exec(firstLine)?.[0] ?? '';
  const text = typeof value === 'string' ? value : '';
  const lines = text.replace(/\n$/, '').split('\n');
  const isLiteral = indent !== '' && /^\S/.test(text) && !/\n\n$/.test(text) && isPrintable(text);
  if (!isLiteral) return { start, end, text: lineText(value, { isFlow: false, quote: 'QUOTE_DOUBLE' }) + rest };
  const body = lines.map((line) => (line === '' ? '' : indent + line)).join(source.lineBreak);
  return { start, end, text: `|${text.endsWith('\n') ? '' : '-'}${rest}${source.lineBreak}${body}` };
}

/** Whether every character may stand in YAML as itself. */
function isPrintable(text: string): boolean {
  return !/(?!\n)\p{Cc}|[\u2028\u2029\ufeff\p{Cs}]/u.test(text);
}

function changeToAdd(source: RequestSource, path: Path, value: Json): TextChange {
  const parentPath = path.slice(0, -1);
  const name = String(path.at(-1));
  const parent = source.find(parentPath);
  if (parent === undefined) return changeToAdd(source, parentPath, { [name]: value });
  const { node } = parent;
  if (node === undefined || isEmpty(node) || (isMap(node) && node.items.length === 0))
    return changeToReplace(source, parent, { [name]: value });
  if (!isMap(node)) throw notHere(`\`${name}\` needs a mapping around it.`);
  // What belongs to the way a request is sent reads best beside its URL.
  const after = path.length === 1 ? source.find([source.urlKey()])?.pair : undefined;
  const last = after ?? (node.items.at(-1) as Pair);
  const end = source.endOf(last, (last.value as Node | null) ?? undefined);
  if (parent.isFlow || node.flow === true)
    return { start: end, end, text: `, ${keyText(name, true)}: ${lineText(value, { isFlow: true })}` };
  const at = source.lineEnd(end);
  const firstKey = node.items[0]?.key as Node | undefined;
  const indent = ' '.repeat(source.columnOf(firstKey?.range?.[0] ?? 0));
  return { start: at, end: at, text: source.lineBreak + indent + entryText(name, value, indent, source.lineBreak) };
}

function entryText(name: string, value: Json, indent: string, lineBreak: string): string {
  const key = keyText(name, false);
  const line = lineText(value, { isFlow: false });
  if (!isFilled(value) || (Array.isArray(value) && line.length <= LONGEST_LINE)) return `${key}: ${line}`;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `${key}:${lineBreak}${inner}${blockText(value, inner, lineBreak)}`;
  const entries = Object.entries(value as { readonly [key: string]: Json });
  return `${key}:${entries.map(([each, item]) => lineBreak + inner + entryText(each, item, inner, lineBreak)).join('')}`;
}

/** Whether a value is a mapping or list with something in it: only those can stand on lines of their own. */
function isFilled(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** The change that removes a member of a mapping, and the mapping with its last one. */
export function changeToRemove(source: RequestSource, path: Path): TextChange {
  const entry = source.find(path);
  if (entry?.pair === undefined) throw notHere(`there is no \`${path.join('.')}\`.`);
  const { container, index, pair, node, isFlow } = entry;
  const start = (pair.key as Node).range?.[0] ?? 0;
  const end = source.endOf(pair, node);
  if (container.items.length === 1 && path.length > 1) return changeToEmpty(source, path.slice(0, -1));
  if (isFlow) return changeInFlow(source, container.items as Pair[], index, start, end);
  const from = source.lineStart(start);
  if (source.text.slice(from, start).trim() !== '') throw notHere('it shares its line with something else.');
  const lineEnd = source.lineEnd(end);
  const isLastLine = lineEnd === source.text.length;
  // A last line without a line break takes the one before it along.
  if (isLastLine) return { start: Math.max(0, from - source.lineBreak.length), end: lineEnd, text: '' };
  return { start: from, end: lineEnd + source.lineBreak.length, text: '' };
}

/** Removes a mapping with its last member, unless a comment in it would go as well. */
function changeToEmpty(source: RequestSource, path: Path): TextChange {
  const { pair, node } = source.find(path) as Entry;
  const colon = colonEnd(pair) ?? 0;
  const start = node?.range?.[0] ?? 0;
  const hasComment = source.text.slice(colon, start).includes('#');
  // A body may be an empty mapping; `headers` without any need not be there.
  if (path[0] !== 'json' && !hasComment) return changeToRemove(source, path);
  return { start, end: source.endOf(pair, node), text: '{}' };
}

function changeInFlow(
  source: RequestSource,
  pairs: readonly Pair[],
  index: number,
  start: number,
  end: number,
): TextChange {
  const before = pairs[index - 1];
  const after = pairs[index + 1];
  const from = before === undefined ? start : source.endOf(before, (before.value as Node | null) ?? undefined);
  const to = before === undefined && after !== undefined ? ((after.key as Node).range?.[0] ?? end) : end;
  const around = source.text.slice(from, start) + source.text.slice(end, to);
  if (around.includes('#')) throw notHere('a comment stands between it and its neighbour.');
  return { start: from, end: to, text: '' };
}
