import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { WaybillError } from '@waybill/errors';
import { type LockHolder, type LockSighting, lookAt, mayBeAlive } from './lock-holder.ts';
import { LockWatch } from './lock-watch.ts';

/** How long a lock may be waited for. */
export interface FileLockOptions {
  /** A lock whose holder showed no life for this long is broken, in milliseconds. Default 5 000. */
  readonly staleMs?: number | undefined;
  /** Waiting ends after this long, in milliseconds; more than `staleMs`. Default 15 000. */
  readonly timeoutMs?: number | undefined;
}

const STALE_MS = 5_000;
const TIMEOUT_MS = 15_000;
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

/** A lock while it is held. */
export interface HeldLock {
  /**
   * Makes sure that nobody broke the lock, as happens to a process that was suspended.
   *
   * @throws {WaybillError} ERR_CACHE_LOCKED
   */
  assertHeld(): Promise<void>;
}

/**
 * Runs `work` while no other process runs its own under the same lock file. The lock of a process that died is broken
 * at once; that of one that hangs, or lives on another host, when it shows no life for `staleMs`.
 *
 * @throws {WaybillError} ERR_CACHE_LOCKED after `timeoutMs`, ERR_FILE_UNWRITABLE
 */
export async function withFileLock<T>(
  path: string,
  options: FileLockOptions,
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  const lock = await acquire(path, options);
  try {
    return await work(lock);
  } finally {
    await lock.release();
  }
}

async function acquire(path: string, options: FileLockOptions): Promise<FileLock> {
  const { staleMs = STALE_MS, timeoutMs = TIMEOUT_MS } = options;
  const start = performance.now();
  const watch = new LockWatch();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const lock = await FileLock.create(path, staleMs);
    if (lock !== undefined) return lock;
    const sighting = await lookAt(path);
    if (sighting !== undefined && (watch.silentMsAfter(sighting) > staleMs || !mayBeAlive(sighting.holder))) {
      await breakLock(path, sighting, options);
      continue;
    }
    if (performance.now() - start > timeoutMs) throw locked(path, sighting?.holder);
    // Processes that started together must not keep meeting.
    await wait(pauseMs * (0.5 + Math.random()));
  }
}

/**
 * Removes a lock that was seen to be stale. Breaking is itself locked: else the second of two who saw the same stale
 * lock would remove the fresh one that the first has put there meanwhile.
 */
async function breakLock(path: string, stale: LockSighting, options: FileLockOptions): Promise<void> {
  await withFileLock(`${path}.break`, options, async () => {
    const sighting = await lookAt(path);
    if (sighting?.mark === stale.mark) await rm(path, { force: true });
  });
}

/** The lock file of this process: it appears whole or not at all in one step (`wx`), and shows life by its mtime. */
class FileLock implements HeldLock {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #content: string;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #onExit = () => this.#releaseAtExit();

  static async create(path: string, staleMs: number): Promise<FileLock | undefined> {
    let handle: FileHandle;
    try {
      handle = await open(path, 'wx', 0o600);
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return undefined;
      throw unwritable(path, cause);
    }
    const holder = { pid: process.pid, host: hostname(), since: new Date().toISOString(), id: randomUUID() };
    const lock = new FileLock(path, handle, JSON.stringify(holder satisfies LockHolder), staleMs);
    try {
      await handle.writeFile(lock.#content);
    } catch (cause) {
      await rm(path, { force: true });
      await lock.release();
      throw unwritable(path, cause);
    }
    return lock;
  }

  private constructor(path: string, handle: FileHandle, content: string, staleMs: number) {
    this.#path = path;
    this.#handle = handle;
    this.#content = content;
    this.#heartbeat = setInterval(() => this.#beat(), staleMs / 4).unref();
    process.on('exit', this.#onExit);
  }

  async assertHeld(): Promise<void> {
    if (await this.#isHeld()) return;
    throw new WaybillError('ERR_CACHE_LOCKED', `Another process took over the lock ${this.#path}.`, {
      hint: 'This process was suspended while it wrote. Nothing was changed; try again.',
    });
  }

  async release(): Promise<void> {
    clearInterval(this.#heartbeat);
    process.off('exit', this.#onExit);
    await this.#handle.close();
    if (await this.#isHeld()) await rm(this.#path, { force: true });
  }

  async #isHeld(): Promise<boolean> {
    return (await readFile(this.#path, 'utf8').catch(() => undefined)) === this.#content;
  }

  #beat(): void {
    const now = new Date();
    // By the handle: were the lock broken, the path would be somebody else's.
    this.#handle.utimes(now, now).catch(() => {});
  }

  #releaseAtExit(): void {
    try {
      if (readFileSync(this.#path, 'utf8') === this.#content) unlinkSync(this.#path);
    } catch {
      // The next process finds that this one is gone.
    }
  }
}

function locked(path: string, holder: LockHolder | undefined): WaybillError {
  const who =
    holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host} since ${holder.since}`;
  return new WaybillError('ERR_CACHE_LOCKED', `The token cache is locked by ${who}.`, {
    hint: `Let that process finish or end it. If there is none, delete ${path}.`,
  });
}

function unwritable(path: string, cause: unknown): WaybillError {
  return new WaybillError('ERR_FILE_UNWRITABLE', `The lock ${path} of the token cache cannot be written.`, {
    hint: 'Check the permissions of the folder and the space on the disk.',
    cause,
  });
}
