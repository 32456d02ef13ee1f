import { type FileHandle, open } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Who holds a lock, as written into it. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** Random, so that no two locks are alike even if their process ids are. */
  readonly id: string;
}

/** A lock at one moment. */
export interface LockSighting {
  /** Changes with the holder, and with every sign of life. */
  readonly mark: string;
  /** `undefined` when the lock was not fully written. */
  readonly holder: LockHolder | undefined;
}

/** Looks at a lock file; `undefined` if there is none. */
export async function lookAt(path: string): Promise<LockSighting | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const { mtimeMs } = await handle.stat();
    const content = await handle.readFile('utf8');
    return { mark: `${mtimeMs} ${content}`, holder: parseHolder(content) };
  } catch {
    // Gone between two looks. A lock that cannot even be read fails on the next try to create it.
    return undefined;
  } finally {
    await handle?.close();
  }
}

/** `false` only for a process of this host that is certainly gone; its pid may have been given to another since. */
export function mayBeAlive(holder: LockHolder | undefined): boolean {
  if (holder === undefined || holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

function parseHolder(content: string): LockHolder | undefined {
  try {
    const { pid, host, since, id } = JSON.parse(content);
    const isWhole = Number.isInteger(pid) && pid > 0 && [host, since, id].every((text) => typeof text === 'string');
    return isWhole ? { pid, host, since, id } : undefined;
  } catch {
    return undefined;
  }
}
