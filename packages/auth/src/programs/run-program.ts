import { execFile } from 'node:child_process';
import { cancelled, type EnvironmentVariables } from '../sign-in-context.ts';

export interface RunProgramOptions {
  readonly env: EnvironmentVariables;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Default one where nobody can have planted a program. */
  readonly cwd?: string | undefined;
}

/** How a program ended that did not do what it was asked for. Its output is never part of a message by itself. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
  readonly reason: 'missing' | 'timeout' | 'failed';
  readonly stderr: string;
  /** Undefined where the program did not start or was ended. */
  readonly exitCode: number | undefined;

  constructor(reason: ProgramFailure['reason'], stderr: string, exitCode?: number) {
    super(`The program ${reason === 'missing' ? 'was not found' : 'failed'}.`);
    this.reason = reason;
    this.stderr = stderr;
    this.exitCode = exitCode;
  }
}

const MAX_OUTPUT_BYTES = 1024 * 1024;
const NOT_FOUND = /is not recognized as an internal or external command|: not found|No such file or directory$/;

/**
 * Runs a program without a shell and returns what it prints.
 *
 * @throws {ProgramFailure}
 * @throws {AuthError} ERR_AUTH_CANCELLED
 */
export function runProgram(file: string, args: readonly string[], options: RunProgramOptions): Promise<string> {
  const { env, timeoutMs, signal, cwd = safeFolder(env) } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      {
        env: { ...env },
        cwd,
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: MAX_OUTPUT_BYTES,
        windowsHide: true,
        ...(signal === undefined ? {} : { signal }),
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (signal?.aborted) reject(cancelled());
        else reject(new ProgramFailure(reasonOf(error, stderr), stderr, exitCodeOf(error)));
      },
    );
    // Nobody is there to answer a question it may have.
    child.stdin?.end();
  });
}

function reasonOf(error: Error & { code?: unknown; killed?: boolean }, stderr: string): ProgramFailure['reason'] {
  if (error.code === 'ENOENT' || error.code === 127 || NOT_FOUND.test(stderr.trim())) return 'missing';
  return error.killed ? 'timeout' : 'failed';
}

function exitCodeOf({ code }: Error & { code?: unknown }): number | undefined {
  return typeof code === 'number' ? code : undefined;
}

function safeFolder(env: EnvironmentVariables): string {
  return process.platform === 'win32' ? (env.SystemRoot ?? 'C:\\Windows') : '/';
}
