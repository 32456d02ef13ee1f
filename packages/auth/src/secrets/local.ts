import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import type { EnvironmentVariables } from '../sign-in-context.ts';
import { secretMissing, withoutLastNewline } from './secret-error.ts';

/** Reads an environment variable. */
export function fromEnvironment(name: string, variable: string, env: EnvironmentVariables): string {
  const value = env[variable];
  if (value) return value;
  const state = value === undefined ? 'not set' : 'empty';
  throw secretMissing(
    name,
    `the environment variable ${variable} is ${state}`,
    `Set it before the run: export ${variable}=…`,
  );
}

/** Reads a variable of a dotenv file. */
export async function fromDotenv(name: string, variable: string, path: string): Promise<string> {
  const text = await read(name, path, `Create it with a line ${variable}=…, and keep it out of git.`);
  const value = parseEnv(text)[variable];
  if (value) return value;
  throw secretMissing(name, `${path} has no value for ${variable}`, `Add a line ${variable}=… to it.`);
}

/** Reads a file that holds nothing but the secret. */
export async function fromFile(name: string, path: string): Promise<string> {
  const value = withoutLastNewline(await read(name, path, 'Create it with nothing but the secret in it.'));
  if (value !== '') return value;
  throw secretMissing(name, `${path} is empty`, 'Put the secret, and nothing else, into it.');
}

async function read(name: string, path: string, hint: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw secretMissing(name, isAbsent ? `${path} does not exist` : `${path} cannot be read`, hint, cause);
  }
}
