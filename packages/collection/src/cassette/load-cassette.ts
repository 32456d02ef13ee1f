import { readFile } from 'node:fs/promises';
import type { LocatedError } from '@waybill/errors';
import { isMissing, statPath, unreadable } from '../load/paths.ts';
import { CASSETTE_BODY_KINDS, type CassetteDocument, cassetteSchema } from '../schema/cassette-schema.ts';
import { checkShape } from '../schema/problems.ts';
import { parseYaml } from '../yaml/parse.ts';
import { Place } from '../yaml/place.ts';
import type { Cassette } from './cassette.ts';

/**
 * Reads a cassette, which may come from anybody.
 *
 * @throws {LocatedError} the first mistake in it
 * @throws {WaybillError} `ERR_FILE_NOT_FOUND`, `ERR_FILE_UNREADABLE`
 */
export async function loadCassette(path: string): Promise<Cassette> {
  return parseCassette(path, await readText(path));
}

/** @throws {LocatedError} the first mistake */
export function parseCassette(file: string, text: string): Cassette {
  const { source, problems: syntaxProblems } = parseYaml(file, text);
  const problems: LocatedError[] = [...syntaxProblems];
  const place = source && Place.root(source, problems);
  if (place !== undefined) {
    checkShape(cassetteSchema, place, 'The cassette');
    for (const exchange of place.at('exchanges').items()) checkExchange(exchange);
  }
  const [problem] = problems;
  if (place === undefined || problem !== undefined) throw problem;
  const { exchanges } = place.value as unknown as CassetteDocument;
  const places = place.at('exchanges').items();
  return {
    file,
    exchanges: exchanges.map((exchange, index) => ({
      ...exchange,
      location: places[index]?.at('request').keyLocation ?? place.location,
    })),
  };
}

function checkExchange(exchange: Place): void {
  const [answer, second] = ['response', 'error'].filter((key) => exchange.at(key).value !== undefined);
  if (answer === undefined) exchange.at('request').reportKey('The exchange has no `response` and no `error`.');
  if (second !== undefined)
    exchange.at(second).reportKey('The exchange has a `response` and an `error`.', 'Keep one of them.');
  for (const key of ['request', 'response']) checkBody(exchange.at(key));
  if (!URL.canParse(String(exchange.at('request').at('url').value)))
    exchange.at('request').at('url').report('This is no URL.', 'Write it whole, such as https://api.powerbi.com/v1.0.');
}

function checkBody(message: Place): void {
  const [, second] = CASSETTE_BODY_KINDS.filter((kind) => message.at(kind).value !== undefined);
  if (second !== undefined) message.at(second).reportKey('This is a second body.', 'Keep one of them.');
  const base64 = message.at('base64');
  if (typeof base64.value === 'string' && !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64.value))
    base64.report('This is not base64.');
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) await statPath(path);
    throw unreadable(path, cause);
  }
}
