import { type Scalar, stringify } from 'yaml';
import type { Json } from '../model.ts';
import { parseYaml } from '../yaml/parse.ts';

/** How a value is written. */
export interface ValueStyle {
  /** Whether it stands inside `{ }` or `[ ]`. */
  readonly isFlow: boolean;
  /** How the scalar that it replaces is written; new ones are plain where YAML allows it. */
  readonly quote?: Scalar.Type | undefined;
}

/** A value in one line. */
export function lineText(value: Json, style: ValueStyle): string {
  if (typeof value === 'string') return stringText(value, style);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = { isFlow: true };
  if (Array.isArray(value)) return `[${value.map((item: Json) => lineText(item, inner)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${keyText(key, true)}: ${lineText(item, inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A mapping or list over several lines, each indented but the first. */
export function blockText(value: Json, indent: string, lineBreak: string): string {
  const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
  return lines.map((line, index) => (index === 0 || line === '' ? line : indent + line)).join(lineBreak);
}

/** The key of a mapping. */
export function keyText(key: string, isFlow: boolean): string {
  const document = isFlow ? `{ ${key}: 1 }` : `${key}: 1`;
  return reads(document, (value) => isRecord(value) && Object.keys(value).join() === key && value[key] === 1)
    ? key
    : doubleQuoted(key);
}

/** Characters that only double quotes can hold. */
const NEEDS_ESCAPES = /[\p{Cc}\u2028\u2029\ufeff\p{Cs}]/u;

function stringText(text: string, { isFlow, quote }: ValueStyle): string {
  if (quote === 'QUOTE_SINGLE' && !NEEDS_ESCAPES.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const mayBePlain = quote === undefined || quote === 'PLAIN';
  return mayBePlain && isPlain(text, isFlow) ? text : doubleQuoted(text);
}

/** Whether YAML reads a text without quotes as itself. The parser decides, not a list of special characters. */
function isPlain(text: string, isFlow: boolean): boolean {
  if (NEEDS_ESCAPES.test(text)) return false;
  const places = isFlow ? [`{ k: ${text} }`, `[ ${text} ]`] : [`k: ${text}`];
  return places.every((document) =>
    reads(document, (value) => Object.values(value as object).join('\0') === text && isOneString(value)),
  );
}

function isOneString(value: unknown): boolean {
  const values = Object.values(value as object);
  return values.length === 1 && typeof values[0] === 'string';
}

function reads(text: string, isExpected: (value: unknown) => boolean): boolean {
  const { source, problems } = parseYaml('', text);
  return source !== undefined && problems.length === 0 && isExpected(source.value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** JSON is YAML, but for the characters that YAML counts as not printable. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
