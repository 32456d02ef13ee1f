import {
  type Json,
  type RenderContext,
  renderText,
  type SnapshotExpectation,
  withoutJsonPath,
} from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { HttpResponse } from '@waybill/rest';
import { located } from '../located.ts';
import { withinLimits } from './within-limits.ts';

/**
 * What is stored of a body and compared: JSON, or else text, without what is ignored or secret, and with the same words
 * for what differs each time.
 *
 * @throws {WaybillError} ERR_JSONPATH_SYNTAX, ERR_VARIABLE_UNKNOWN, ERR_CHECK_LIMIT
 */
export function snapshotOf(
  { body }: HttpResponse,
  { ignore, location }: SnapshotExpectation,
  context: RenderContext,
  redactor: Pick<Redactor, 'redact'>,
): Json {
  const json = jsonOf(body);
  if (json === undefined) return withPlaceholders(redactor.redact(body.text()));
  return located(location, () =>
    withinLimits(() => {
      const kept = ignore.reduce((rest, path) => withoutJsonPath(renderText(path, context, location), rest), json);
      const text = redactor.redact(JSON.stringify(kept));
      return withPlaceholders(parsed(text) ?? text);
    }),
  );
}

const GUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const DATE_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g;

/** YAML that nests deeper is neither written nor read. */
const DEEPEST = 100;

/** Ids are numbered as they come, so that what was the same id still is. */
function withPlaceholders(value: Json): Json {
  const numbers = new Map<string, number>();
  const nameless = (text: string) =>
    text.toWellFormed().replace(GUID, (guid) => {
      const id = guid.toLowerCase();
      const number = numbers.get(id) ?? numbers.size + 1;
      numbers.set(id, number);
      return `<guid ${number}>`;
    });
  const replaced = (each: Json, depth: number): Json => {
    if (depth > DEEPEST) throw new RangeError('The body nests too deeply for a snapshot.');
    if (typeof each === 'string') return nameless(each).replace(DATE_TIME, '<date-time>');
    // YAML would lose digits of it, as JSON does.
    if (typeof each === 'number') return Number.isInteger(each) && !Number.isSafeInteger(each) ? String(each) : each;
    if (typeof each !== 'object' || each === null) return each;
    if (Array.isArray(each)) return (each as readonly Json[]).map((item) => replaced(item, depth + 1));
    // Two keys that are times must not become one.
    return Object.fromEntries(
      Object.entries(each).map(([key, inner]) => [nameless(key), replaced(inner as Json, depth + 1)]),
    );
  };
  return replaced(value, 0);
}

function jsonOf(body: HttpResponse['body']): Json | undefined {
  try {
    return body.json() as Json;
  } catch (error) {
    if (error instanceof WaybillError && error.code === 'ERR_BODY_NOT_JSON') return undefined;
    throw error;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A secret that was a number left no JSON behind.
    return undefined;
  }
}
