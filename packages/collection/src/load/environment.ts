import { readdir, readFile } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { type LocatedError, WaybillError } from '@waybill/errors';
import type { Locate } from '../model.ts';
import { environmentHeadSchema } from '../schema/environment-schema.ts';
import type { IdentityDefinition } from '../schema/identity-schemas.ts';
import { checkShape } from '../schema/problems.ts';
import { closest } from '../suggest.ts';
import { type VariableLayer, valuesLayer } from '../variables.ts';
import { parseYaml } from '../yaml/parse.ts';
import { isMapping, Place } from '../yaml/place.ts';
import { type RateLimit, readRateLimits, readTls, type TlsSettings } from './connections.ts';
import { ENVIRONMENTS, isYamlFile, stemOf } from './folder.ts';
import { readIdentities } from './identities.ts';
import { variablesLayer } from './inheritance.ts';
import { inFileOrder } from './order.ts';
import { isMissing, unreadable } from './paths.ts';
import { readSecrets, type SecretReference } from './secrets.ts';
import { checkTemplates } from './templates.ts';

/** Where a collection runs: addresses, secrets by reference, and identities. */
export interface Environment {
  readonly name: string;
  readonly file: string;
  /** Default `public`. */
  readonly cloud: string;
  /** Whether a run that changes something must ask first. Default false. */
  readonly protected: boolean;
  readonly layer: VariableLayer;
  readonly secrets: Readonly<Record<string, SecretReference>>;
  readonly identities: Readonly<Record<string, IdentityDefinition>>;
  readonly tls?: TlsSettings;
  /** Whether servers that can are spoken to in HTTP/2. Default false. */
  readonly http2: boolean;
  readonly rateLimits: readonly RateLimit[];
  readonly locate: Locate;
}

export interface LoadedEnvironment {
  /** What could be read; parts with problems are left out. */
  readonly environment: Environment;
  readonly problems: readonly LocatedError[];
}

/**
 * Loads an environment by the path of its file, or by its name in the `environments` folder of a collection.
 *
 * @throws {WaybillError} `ERR_ENVIRONMENT_UNKNOWN`, `ERR_FILE_UNREADABLE`
 */
export async function loadEnvironment(nameOrPath: string, collectionFolder: string): Promise<LoadedEnvironment> {
  const isPath = isYamlFile(nameOrPath) || nameOrPath.includes('/') || nameOrPath.includes(sep);
  const stem = join(collectionFolder, ENVIRONMENTS, nameOrPath);
  const candidates = isPath ? [nameOrPath] : [`${stem}.yaml`, `${stem}.yml`];
  for (const file of candidates) {
    const text = await readIfThere(file);
    if (text !== undefined) return readEnvironment(file, text);
  }
  throw await unknownEnvironment(nameOrPath, join(collectionFolder, ENVIRONMENTS));
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw unreadable(file, cause);
  }
}

async function unknownEnvironment(name: string, folder: string): Promise<WaybillError> {
  const files = await readdir(folder).catch(() => []);
  const names = [...new Set(files.filter(isYamlFile).map(stemOf))].sort();
  const known =
    names.length === 0
      ? `There is none in ${folder}; add ${join(folder, `${name}.yaml`)}, or give the path of a file.`
      : `Known are: ${names.join(', ')}.`;
  const near = closest(name, names);
  const hint = near === undefined ? known : `Did you mean \`${near}\`? ${known}`;
  return new WaybillError('ERR_ENVIRONMENT_UNKNOWN', `There is no environment \`${name}\`.`, { hint });
}

/** Parses and checks the text of an environment file. Never throws. */
export function readEnvironment(file: string, text: string): LoadedEnvironment {
  const { source, problems: syntaxProblems } = parseYaml(file, text);
  const problems = [...syntaxProblems];
  const origin = `environment ${basename(file)}`;
  const nothing: Environment = {
    name: stemOf(file),
    file,
    cloud: 'public',
    protected: false,
    layer: valuesLayer(origin, {}, { templated: true }),
    secrets: {},
    identities: {},
    http2: false,
    rateLimits: [],
    locate: source?.locate ?? (() => ({ file, line: 1, column: 1 })),
  };
  if (source === undefined) return { environment: nothing, problems };
  const place = Place.root(source, problems);
  if (place.value === null) {
    place.report('The file is empty.', 'Write at least `variables:` or `identities:`.');
    return { environment: nothing, problems };
  }
  const broken = checkShape(environmentHeadSchema, place, 'The environment');
  if (!isMapping(place.value)) return { environment: nothing, problems };
  // A secret written by mistake must not be quoted in a complaint about its braces.
  checkTemplates(source, problems, 'secrets');
  for (const key of ['secrets', 'identities']) checkMapping(place.at(key), key);
  const own = <Value>(key: string, fallback: Value) => {
    const { value } = place.at(key);
    return value === undefined || broken.has(key) ? fallback : (value as Value);
  };
  const tls = broken.has('tls') ? undefined : readTls(place.at('tls'));
  const environment: Environment = {
    ...nothing,
    name: own('name', nothing.name),
    cloud: own('cloud', nothing.cloud),
    protected: own('protected', nothing.protected),
    layer: (broken.has('variables') ? undefined : variablesLayer(place.at('variables'), origin)) ?? nothing.layer,
    secrets: readSecrets(place.at('secrets'), namesIn(place.at('identities'))),
    identities: readIdentities(place.at('identities')),
    http2: own('http2', nothing.http2),
    rateLimits: broken.has('rateLimits') ? [] : readRateLimits(place.at('rateLimits')),
    ...(tls === undefined ? {} : { tls }),
  };
  return { environment, problems: inFileOrder(problems) };
}

function namesIn(place: Place): readonly string[] {
  return isMapping(place.value) ? Object.keys(place.value) : [];
}

function checkMapping(place: Place, name: string): void {
  if (place.value === undefined || isMapping(place.value)) return;
  place.reportKey(`\`${name}\` must be a mapping from names to ${name}.`, 'Write a name for each below it.');
}
