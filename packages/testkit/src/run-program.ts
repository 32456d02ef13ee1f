import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The built program: tests of the whole start what users start. */
const PROGRAM = fileURLToPath(new URL('../../../apps/waybill/dist/main.js', import.meta.url));

export interface RunProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Closes standard output after its first chunk, as `| head` does. */
  readonly stopsReading?: boolean;
  /** Called with all of standard output so far, whenever there is more; may send signals. */
  readonly onOutput?: (output: string, kill: (signal: NodeJS.Signals) => void) => void;
}

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `waybill` with these arguments to its end. The environment holds nothing but PATH and what is given. */
export async function runProgram(args: readonly string[], options: RunProgramOptions = {}): Promise<ProgramResult> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    if (options.stopsReading) child.stdout.destroy();
    options.onOutput?.(stdout, (signal) => child.kill(signal));
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  );
  return { exitCode, stdout, stderr };
}
