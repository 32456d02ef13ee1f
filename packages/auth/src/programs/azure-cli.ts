import { AuthError, refusal } from '../auth-error.ts';
import { type JsonObject, parseObject } from '../json-request.ts';
import type { EnvironmentVariables } from '../sign-in-context.ts';
import { ProgramFailure, runProgram } from './run-program.ts';

/** What the Azure CLI runs with. */
export interface AzureCliContext {
  readonly env?: EnvironmentVariables | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** It is slow to start, slower on a machine that is busy. */
const TIMEOUT_MS = 30_000;
const WINDOWS = process.platform === 'win32';
/** On Windows `az` is a batch file, which only cmd can start; none of these means anything to it. */
const SAFE_ARGUMENT = /^[0-9a-zA-Z\-_.:/]+( [0-9a-zA-Z\-_.:/]+)*$/;

/**
 * Runs one command of the Azure CLI and returns the JSON it prints.
 *
 * @throws {AuthError} ERR_AUTH_CONFIGURATION for an argument that could mean something to a shell
 * @throws {ProgramFailure}
 */
export async function runAzureCli(args: readonly string[], context: AzureCliContext): Promise<JsonObject> {
  const odd = args.find((argument) => !SAFE_ARGUMENT.test(argument));
  if (odd !== undefined) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', `The Azure CLI cannot be given "${odd}".`, {
      hint: 'Use letters, digits and -_.:/ only.',
    });
  }
  const all = [...args, '--output', 'json'];
  const options = { env: context.env ?? {}, timeoutMs: TIMEOUT_MS, signal: context.signal };
  const output = WINDOWS
    ? await runProgram('cmd', ['/d', '/s', '/c', `az ${all.map(quoted).join(' ')}`], options)
    : await runProgram('az', all, options);
  const answer = parseObject(output);
  if (answer !== undefined) return answer;
  throw new AuthError('ERR_AUTH_RESPONSE_INVALID', 'The Azure CLI printed something that is not JSON.', {
    hint: `Run \`az ${args.slice(0, 2).join(' ')}\` by hand.`,
  });
}

function quoted(argument: string): string {
  return argument.includes(' ') ? `"${argument}"` : argument;
}

/** Says why the Azure CLI gave nothing, and what to type. */
export function explainAzureCli(error: unknown): unknown {
  if (!(error instanceof ProgramFailure)) return error;
  const said = error.stderr.replace(/^(ERROR|WARNING):\s*/gm, '').trim();
  if (error.reason === 'missing') {
    return new AuthError('ERR_AUTH_UNAVAILABLE', 'The Azure CLI is not installed, or not on PATH.', {
      hint: 'Install it (https://aka.ms/azure-cli) and run `az login`, or use another flow.',
      cause: error,
    });
  }
  if (error.reason === 'timeout') {
    return new AuthError('ERR_AUTH_TIMEOUT', `The Azure CLI did not finish within ${TIMEOUT_MS / 1000} s.`, {
      hint: 'Run `az account get-access-token` by hand and see what it waits for.',
      cause: error,
    });
  }
  // It knows best what has to be asked for: a scope, a tenant, a claims challenge.
  const command = /\baz login\b[^\n'"`]* --(?:scope|claims-challenge)\b[^\n]*/.exec(said)?.[0].trim();
  if (command !== undefined) {
    return new AuthError('ERR_AUTH_INTERACTION_REQUIRED', `The Azure CLI has to sign in again${numberIn(said)}.`, {
      hint: `Run: ${command}`,
      cause: error,
    });
  }
  if (/az login|az account set|setup account/i.test(said) && !/AADSTS/.test(said)) {
    return new AuthError('ERR_AUTH_UNAVAILABLE', 'Nobody is signed in to the Azure CLI.', {
      hint: 'Run `az login`; without subscriptions `az login --allow-no-subscriptions`.',
      cause: error,
    });
  }
  if (/AADSTS\d+/.test(said)) return refusal({ error: 'azure_cli', error_description: said }, 'The Azure CLI');
  return new AuthError('ERR_AUTH_UNAVAILABLE', `The Azure CLI failed: ${said.split('\n')[0]}`, {
    hint: 'Run `az account get-access-token` by hand.',
    cause: error,
  });
}

function numberIn(said: string): string {
  const number = /AADSTS\d+/.exec(said)?.[0];
  return number === undefined ? '' : ` (${number})`;
}
