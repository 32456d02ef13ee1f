import {
  collectionJsonSchema,
  environmentJsonSchema,
  type LoadedCollection,
  loadCollection,
  loadEnvironment,
} from '@waybill/collection';
import { LocatedError as Located, type LocatedError, WaybillError } from '@waybill/errors';
import { clouds } from '@waybill/powerbi';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

export interface ValidateCommandOptions {
  readonly collections: readonly string[];
  readonly env?: string;
  readonly list?: boolean;
  readonly schema?: string;
  readonly debug?: boolean;
}

/** `waybill validate`: reads everything, sends nothing, and shows every mistake. */
export async function validateCommand(options: ValidateCommandOptions, output: Output): Promise<number> {
  if (options.schema !== undefined) return printSchema(options.schema, output);
  if (options.collections.length === 0) {
    throw new WaybillError('ERR_USAGE', 'Nothing to validate.', { hint: 'Name a collection: waybill validate FILE' });
  }
  let mistakes = 0;
  for (const path of options.collections) {
    const loaded = await loadCollection(path);
    const problems = [...loaded.problems, ...(await environmentProblems(loaded, options.env))];
    for (const problem of problems) output.error(problem, options.debug === true);
    mistakes += problems.length;
    if (options.list)
      for (const { id, method, name } of loaded.collection.requests) output.line(`${id}\t${method}\t${name}`);
    else if (problems.length === 0) output.line(`${path}: ${loaded.collection.requests.length} requests, no mistakes.`);
  }
  return mistakes === 0 ? EXIT.passed : EXIT.configuration;
}

async function environmentProblems(
  { collection }: LoadedCollection,
  name: string | undefined,
): Promise<readonly LocatedError[]> {
  if (name === undefined) return [];
  const { environment, problems } = await loadEnvironment(name, collection.folder);
  const known = Object.keys(environment.identities);
  const unknown = collection.requests
    .filter(({ auth }) => auth !== undefined && !known.includes(auth))
    .map(
      ({ auth, authLocation, location }) =>
        new Located('ERR_IDENTITY_UNKNOWN', `There is no identity "${auth}".`, authLocation ?? location, {
          hint: `${environment.file} has ${known.length === 0 ? 'no identities' : known.join(', ')}.`,
        }),
    );
  const cloud = Object.hasOwn(clouds, environment.cloud)
    ? []
    : [
        new Located('ERR_SCHEMA', `There is no cloud "${environment.cloud}".`, environment.locate(['cloud']), {
          hint: `Write one of ${Object.keys(clouds).join(', ')}.`,
        }),
      ];
  return [...problems, ...cloud, ...unknown];
}

function printSchema(kind: string, output: Output): number {
  const schemas: Readonly<Record<string, () => object>> = {
    collection: collectionJsonSchema,
    environment: environmentJsonSchema,
  };
  const schema = Object.hasOwn(schemas, kind) ? schemas[kind] : undefined;
  if (schema === undefined) {
    throw new WaybillError('ERR_USAGE', `There is no schema "${kind}".`, { hint: 'Use collection or environment.' });
  }
  output.line(JSON.stringify(schema(), null, 2));
  return EXIT.passed;
}
