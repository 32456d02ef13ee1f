import {
  collectionJsonSchema,
  type Environment,
  environmentJsonSchema,
  type LoadedCollection,
  loadCollection,
  loadEnvironment,
  type RequestDefinition,
} from '@waybill/collection';
import { LocatedError, WaybillError } from '@waybill/errors';
import { reportJsonSchema } from '@waybill/runner';
import { cloudOf } from '../engine/cloud-of.ts';
import { unknownIdentity } from '../engine/identity-tokens.ts';
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
  return [...problems, ...cloudProblems(environment), ...identityProblems(collection.requests, environment)];
}

function cloudProblems(environment: Environment): readonly LocatedError[] {
  try {
    cloudOf(environment);
    return [];
  } catch (error) {
    if (error instanceof LocatedError) return [error];
    throw error;
  }
}

function identityProblems(requests: readonly RequestDefinition[], environment: Environment): readonly LocatedError[] {
  return requests.flatMap(({ auth, authLocation, location }) => {
    if (auth === undefined || Object.hasOwn(environment.identities, auth)) return [];
    const { code, message, hint } = unknownIdentity(auth, environment);
    return [new LocatedError(code, message, authLocation ?? location, { hint })];
  });
}

function printSchema(kind: string, output: Output): number {
  const schemas: Readonly<Record<string, () => object>> = {
    collection: collectionJsonSchema,
    environment: environmentJsonSchema,
    report: reportJsonSchema,
  };
  const schema = Object.hasOwn(schemas, kind) ? schemas[kind] : undefined;
  if (schema === undefined) {
    throw new WaybillError('ERR_USAGE', `There is no schema "${kind}".`, {
      hint: 'Use collection, environment or report.',
    });
  }
  output.line(JSON.stringify(schema(), null, 2));
  return EXIT.passed;
}
