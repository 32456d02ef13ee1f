import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { WaybillError } from '@waybill/errors';

/** Where a secret is kept. Paths are absolute. */
export type SecretSource =
  | { readonly env: string }
  | { readonly dotenv: string; readonly path: string }
  | { readonly file: string };

type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * Fetches a secret from its source.
 *
 * @throws {WaybillError} ERR_SECRET_MISSING, naming the source and never a value
 */
export async function resolveSecret(name: string, source: SecretSource, env: EnvironmentVariables): Promise<string> {
  if ('env' in source) return resolveEnv(name, source.env, env);
  if ('dotenv' in source) return resolveDotenv(name, source.dotenv, source.path);
  return resolveFile(name, source.file);
}

function resolveEnv(name: string, variable: string, env: EnvironmentVariables): string {
  const value = env[variable];
  if (value) return value;
  const state = value === undefined ? 'not set' : 'empty';
  throw missing(
    name,
    `the environment variable ${variable} is ${state}`,
    `Set it before the run: export ${variable}=…`,
  );
}

async function resolveDotenv(name: string, variable: string, path: string): Promise<string> {
  const value = parseEnv(await read(name, path, `Create it with a line ${variable}=…, and keep it out of git.`))[
    variable
  ];
  if (value) return value;
  throw missing(name, `${path} has no value for ${variable}`, `Add a line ${variable}=… to it.`);
}

async function resolveFile(name: string, path: string): Promise<string> {
  // Editors and `echo` end a file with a newline that is no part of the secret.
  const value = (await read(name, path, 'Create it with nothing but the secret in it.')).replace(/\r?\n$/, '');
  if (value !== '') return value;
  throw missing(name, `${path} is empty`, 'Put the secret, and nothing else, into it.');
}

async function read(name: string, path: string, hint: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw missing(name, isAbsent ? `${path} does not exist` : `${path} cannot be read`, hint, cause);
  }
}

function missing(name: string, why: string, hint: string, cause?: unknown): WaybillError {
  return new WaybillError('ERR_SECRET_MISSING', `The secret "${name}" is missing: ${why}.`, { hint, cause });
}
