import type { SourceLocation } from '@waybill/errors';
import type { Retry } from '../model.ts';
import { type VariableLayer, valuesLayer } from '../variables.ts';
import type { Place } from '../yaml/place.ts';
import { checkDuration, checkHeaderName, checkVariableName } from './checks.ts';
import { readRetry } from './retry.ts';

interface Located<Value> {
  readonly value: Value;
  readonly location: SourceLocation;
}

interface InheritedHeader extends Located<string> {
  readonly name: string;
}

/** What a folder or file hands down to everything below it. */
export interface Inherited {
  /** The folder of the whole collection. */
  readonly folder: string | undefined;
  /** Names of the folders and the file, outermost first. */
  readonly trail: readonly string[];
  readonly baseUrl: Located<string> | undefined;
  readonly auth: Located<string> | undefined;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, InheritedHeader>;
  readonly tags: readonly string[];
  readonly timeout: Located<string | number> | undefined;
  readonly followRedirects: boolean | undefined;
  readonly retry: Omit<Retry, 'isOwn'> | undefined;
  /** What everything below is for. */
  readonly purpose: 'setup' | 'teardown' | undefined;
  readonly cookies: boolean;
  /** Nearest first. */
  readonly layers: readonly VariableLayer[];
}

export const NOTHING_INHERITED: Inherited = {
  folder: undefined,
  trail: [],
  baseUrl: undefined,
  auth: undefined,
  headers: new Map(),
  tags: [],
  timeout: undefined,
  retry: undefined,
  purpose: undefined,
  cookies: true,
  followRedirects: undefined,
  layers: [],
};

/** Adds what a folder, file or request writes itself to what it inherits; the nearest wins. */
export function inherit(parent: Inherited, place: Place, broken: ReadonlySet<string>, origin: string): Inherited {
  const own = <Value>(key: string): Located<Value> | undefined => {
    const member = place.at(key);
    if (member.value === undefined || broken.has(key)) return undefined;
    return { value: member.value as Value, location: member.location };
  };
  const timeout = own<string | number>('timeout');
  if (timeout !== undefined) checkDuration(place.at('timeout'), timeout.value);
  return {
    folder: parent.folder,
    trail: parent.trail,
    baseUrl: broken.has('baseUrl') ? unknownBaseUrl(place.location) : (own<string>('baseUrl') ?? parent.baseUrl),
    auth: own<string>('auth') ?? parent.auth,
    headers: broken.has('headers') ? parent.headers : mergeHeaders(parent.headers, place.at('headers')),
    tags: [...new Set([...parent.tags, ...(own<string[]>('tags')?.value ?? [])])],
    timeout: timeout ?? parent.timeout,
    retry: own('retry') === undefined ? parent.retry : readRetry(place.at('retry')),
    cookies: own<boolean>('cookies')?.value ?? parent.cookies,
    followRedirects: own<boolean>('followRedirects')?.value ?? parent.followRedirects,
    purpose: readPurpose(place, broken, parent.purpose),
    layers: broken.has('variables') ? parent.layers : addVariables(parent.layers, place.at('variables'), origin),
  };
}

/** Stands in for a `baseUrl` that could not be read, so that not every relative URL below is reported as well. */
export function unknownBaseUrl(location: SourceLocation): Inherited['baseUrl'] {
  return { value: '', location };
}

/** `setup` or `teardown`; `false` takes back what is inherited. */
function readPurpose(place: Place, broken: ReadonlySet<string>, inherited: Inherited['purpose']): Inherited['purpose'] {
  const written = (['setup', 'teardown'] as const).filter((key) => !broken.has(key) && place.at(key).value === true);
  const [purpose, second] = written;
  if (second !== undefined)
    place.at(second).reportKey('`setup` and `teardown` exclude each other.', 'A request runs first or last; keep one.');
  if (purpose !== undefined) return purpose;
  return inherited !== undefined && place.at(inherited).value === false ? undefined : inherited;
}

function mergeHeaders(inherited: Inherited['headers'], place: Place): Inherited['headers'] {
  const entries = place.entries();
  if (entries.length === 0) return inherited;
  const headers = new Map(inherited);
  const seen = new Set<string>();
  for (const [name, header] of entries) {
    checkHeaderName(header, name);
    const key = name.toLowerCase();
    if (seen.has(key))
      header.reportKey(`The header \`${name}\` stands here twice.`, 'Case makes no difference; keep one.');
    seen.add(key);
    headers.set(key, { name, value: String(header.value), location: header.location });
  }
  return headers;
}

function addVariables(layers: Inherited['layers'], place: Place, origin: string): Inherited['layers'] {
  const layer = variablesLayer(place, origin);
  return layer === undefined ? layers : [layer, ...layers];
}

/** The layer of a `variables` mapping, or undefined when it holds none. */
export function variablesLayer(place: Place, origin: string): VariableLayer | undefined {
  const entries = place.entries();
  if (entries.length === 0) return undefined;
  for (const [name, variable] of entries) checkVariableName(variable, name);
  const values = place.value as Readonly<Record<string, unknown>>;
  return valuesLayer(origin, values, { templated: true, locate: (name) => place.at(name).location });
}
