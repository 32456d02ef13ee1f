import type { TokenStore } from '@waybill/auth';
import { type Environment, loadEnvironment } from '@waybill/collection';
import type { Output } from '../output.ts';
import { hiddenPrompt } from '../platform/hidden-prompt.ts';
import { createEngine, type Engine } from './engine.ts';
import { terminalInteraction } from './interaction.ts';
import { openTokenCache } from './token-cache.ts';

/** What commands that work with one environment are told. */
export interface EnvironmentOptions {
  readonly env: string;
  readonly collection: string;
  readonly var: Readonly<Record<string, string>>;
  readonly allowCommands?: boolean;
  readonly debug?: boolean;
}

/** What only some of them want otherwise. */
export interface SignInOptions {
  readonly browser?: boolean;
  readonly signal?: AbortSignal;
  /** In place of the token cache there is, if any. */
  readonly tokenStore?: TokenStore;
}

/**
 * Loads an environment and wires an engine that can ask the person at the terminal.
 *
 * @throws {LocatedError} the last mistake in its file, after the others were shown
 */
export async function openEnvironment(
  options: EnvironmentOptions,
  output: Output,
  signIn: SignInOptions = {},
): Promise<{ readonly environment: Environment; readonly engine: Engine }> {
  const { environment, problems } = await loadEnvironment(options.env, options.collection);
  for (const problem of problems.slice(0, -1)) output.error(problem, options.debug === true);
  const last = problems.at(-1);
  if (last !== undefined) throw last;
  const engine = await createEngine({
    environment,
    variables: options.var,
    requests: [],
    redactor: output.redactor,
    env: process.env,
    interaction: terminalInteraction(output, signIn),
    prompt: hiddenPrompt,
    allowCommands: options.allowCommands,
    tokenStore: signIn.tokenStore ?? (await openTokenCache(output, process.env)),
  });
  return { environment, engine };
}
