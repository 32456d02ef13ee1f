import type { Json } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import { parse, stringify } from 'yaml';

/** A value as a person edits it. */
export function shownValue(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * What a person typed in the place of a value: a text stays a text and a list a list; a number or boolean stays one if
 * it still looks like one.
 *
 * @throws {WaybillError} `ERR_SCHEMA` for a list that is none
 */
export function typedValue(text: string, before: Json | undefined): Json {
  if (typeof before === 'string') return text;
  if (typeof before === 'object' && before !== null) return typedJson(text);
  const isLiteral = /^(true|false|null|-?(0|[1-9]\d{0,14})(\.\d+)?)$/.test(text);
  return isLiteral && (before !== undefined || /\d/.test(text)) ? (JSON.parse(text) as Json) : text;
}

/**
 * A status, several, or a matcher as YAML writes it on one line.
 *
 * @throws {WaybillError} `ERR_SCHEMA` for a status that is none
 */
export function typedStatus(text: string): Json {
  if (/^\s*(\[|\{(?!\{))/.test(text)) return typedMatcher(text);
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const wrong = parts.find((part) => !/^([1-5]\d\d|[1-5]xx|\{\{.*\}\})$/i.test(part));
  if (wrong !== undefined || parts.length === 0) {
    throw new WaybillError('ERR_SCHEMA', `\`${wrong ?? text}\` is not a status.`, { hint: 'Write 200, or 200, 2xx.' });
  }
  const statuses = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return statuses.length === 1 ? (statuses[0] as Json) : statuses;
}

/** A status, a list of them, or a matcher as a person edits it. */
export function shownStatus(status: Json | undefined): string {
  if (status === undefined) return '';
  const list: readonly Json[] = Array.isArray(status) ? status : [status as Json];
  if (list.every((each) => typeof each !== 'object')) return list.join(', ');
  return stringify(status, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
}

function typedMatcher(text: string): Json {
  try {
    return parse(text, { logLevel: 'error' }) as Json;
  } catch (cause) {
    throw new WaybillError('ERR_SCHEMA', `\`${text}\` is not a matcher.`, {
      hint: 'Write one line of YAML, such as { min: 200, max: 299 }.',
      cause,
    });
  }
}

/** @throws {WaybillError} `ERR_SCHEMA` */
export function typedJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    throw new WaybillError('ERR_SCHEMA', `This is not JSON: ${why}.`, {
      hint: 'Templates stand in quotes: "{{ name }}". Nothing was saved.',
      cause,
    });
  }
}
