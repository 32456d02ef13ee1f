import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { WorkerJob } from './worker.ts';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** A process of its own that works on a cache. */
export interface Worker {
  readonly pid: number;
  /** Everything it said so far. */
  readonly said: readonly string[];
  readonly ready: Promise<unknown>;
  readonly exited: Promise<unknown>;
  kill(signal: NodeJS.Signals): void;
  /** Lets a waiting worker go on. */
  nudge(): void;
}

/** Starts a worker from its source; it is killed when the test ends. */
export function startWorker(job: WorkerJob): Worker {
  const child = spawn(process.execPath, ['--conditions=source', WORKER, JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1' },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said: string[] = [];
  const lines = createInterface(child.stdout).on('line', (line) => said.push(line));
  return {
    pid: child.pid as number,
    said,
    ready: once(lines, 'line'),
    exited: once(child, 'close'),
    kill: (signal) => child.kill(signal),
    nudge: () => child.stdin.write('go\n'),
  };
}
