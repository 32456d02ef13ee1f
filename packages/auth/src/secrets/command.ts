import { ProgramFailure, runProgram } from '../programs/run-program.ts';
import { secretMissing, secretRefused, withoutLastNewline } from './secret-error.ts';
import type { CommandSource, SecretContext } from './secret-source.ts';

/** Long enough for a password manager that wants a fingerprint. */
const TIMEOUT_MS = 60_000;

/** Runs a program that prints the secret, if that is allowed: else a file could have anything run. */
export async function fromCommand(
  name: string,
  { command, cwd }: CommandSource,
  context: SecretContext,
): Promise<string> {
  const [program, ...args] = command;
  if (program === undefined) throw secretMissing(name, 'its command is empty', 'Write the program and its arguments.');
  if (!context.allowCommands) {
    throw secretRefused(
      name,
      `the environment wants to run ${program}, and commands are not allowed`,
      'Read the environment file first; if you trust it, allow commands for this run.',
    );
  }
  const { env, signal } = context;
  let output: string;
  try {
    output = await runProgram(program, args, { env, timeoutMs: TIMEOUT_MS, signal, cwd });
  } catch (error) {
    throw error instanceof ProgramFailure ? failed(name, program, error) : error;
  }
  const value = withoutLastNewline(output);
  if (value !== '') return value;
  throw secretMissing(name, `${program} printed nothing`, 'Run the command by hand: it must print the secret alone.');
}

/** What the program said may hold the secret, so it stays out of the message. */
function failed(name: string, program: string, { reason, exitCode }: ProgramFailure) {
  if (reason === 'missing')
    return secretMissing(name, `there is no program ${program}`, 'Install it, or put it on PATH.');
  const how = reason === 'timeout' ? `did not finish within ${TIMEOUT_MS / 1000} s` : `failed (exit code ${exitCode})`;
  return secretMissing(name, `${program} ${how}`, 'Run the command by hand and see what it says.');
}
