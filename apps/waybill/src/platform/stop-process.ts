import { setTimeout as delay } from 'node:timers/promises';

/** Longer than it takes the system to stop us. */
const UNTIL_STOPPED_MS = 100;

/**
 * Stops the program, as Ctrl+Z does, until the shell continues it. Its whole group is stopped: a package manager that
 * started it would keep the terminal from the shell. The timer keeps Node from ending meanwhile, since nothing else does.
 */
export async function stopProcess(): Promise<void> {
  if (process.platform === 'win32') return;
  process.kill(0, 'SIGTSTP');
  await delay(UNTIL_STOPPED_MS);
}
