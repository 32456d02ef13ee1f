import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { withFileLock } from './file-lock.ts';
import { lookAt } from './lock-holder.ts';
import { startWorker } from './testing/start-worker.ts';

const done = async () => 'done';

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

test('work under one lock never overlaps, and the lock is gone afterwards', async () => {
  const path = join(await tempDir(), 'lock');
  let running = 0;
  const work = async () => {
    running += 1;
    expect(running).toBe(1);
    await wait(1);
    running -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => withFileLock(path, {}, work)));
  expect(await lookAt(path)).toBeUndefined();
});

test('the lock of a process that died is broken at once, by one of those who wait', async () => {
  const path = join(await tempDir(), 'lock');
  const worker = startWorker({ do: 'hold', path });
  await worker.ready;
  worker.kill('SIGKILL');
  await worker.exited;
  expect(await lookAt(path)).toMatchObject({ holder: { pid: worker.pid, host: hostname() } });
  let running = 0;
  const work = async () => {
    running += 1;
    expect(running).toBe(1);
    await wait(1);
    running -= 1;
  };
  const all = Promise.all(Array.from({ length: 20 }, () => withFileLock(path, {}, work)));
  expect(await elapsedMs(() => all)).toBeLessThan(3_000);
});

test.each([
  [
    'of a living process without a sign of life',
    JSON.stringify({ pid: process.pid, host: hostname(), since: '', id: 'x' }),
  ],
  ['of another host', JSON.stringify({ pid: 1, host: 'elsewhere', since: '', id: 'x' })],
  ['that was never fully written', ''],
])('a lock %s is broken after the stale limit', async (_case, content) => {
  const path = join(await tempDir({ lock: content }), 'lock');
  expect(await elapsedMs(() => withFileLock(path, { staleMs: 150 }, done))).toBeGreaterThan(150);
});

test('a lock that shows life is waited for, then the wait ends with who holds it', async () => {
  const path = join(await tempDir(), 'lock');
  await withFileLock(path, { staleMs: 200 }, async () => {
    await expect(withFileLock(path, { staleMs: 200, timeoutMs: 500 }, done)).rejects.toMatchObject({
      code: 'ERR_CACHE_LOCKED',
      message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
      hint: expect.stringContaining(path),
    });
  });
});

test('a crash while breaking a lock does not keep others from breaking it', async () => {
  const gone = startWorker({ do: 'hold-and-exit', path: join(await tempDir(), 'lock') });
  await gone.exited;
  const holder = JSON.stringify({ pid: gone.pid, host: hostname(), since: '', id: 'x' });
  const folder = await tempDir({ lock: holder, 'lock.break': holder, 'lock.break.break': '' });
  expect(await withFileLock(join(folder, 'lock'), { staleMs: 100 }, done)).toBe('done');
});

test('a process that exits in the middle of its work takes its lock along', async () => {
  const path = join(await tempDir(), 'lock');
  await startWorker({ do: 'hold-and-exit', path }).exited;
  expect(await lookAt(path)).toBeUndefined();
});

test('a process that was suspended notices that it lost the lock, and leaves the new one alone', async () => {
  const path = join(await tempDir(), 'lock');
  const worker = startWorker({ do: 'hold-and-check', path, staleMs: 200 });
  await worker.ready;
  worker.kill('SIGSTOP');
  await withFileLock(path, { staleMs: 200 }, async (lock) => {
    worker.kill('SIGCONT');
    worker.nudge();
    await worker.exited;
    expect(worker.said).toEqual(['ready', 'ERR_CACHE_LOCKED']);
    await lock.assertHeld();
  });
});

test('work that fails releases the lock', async () => {
  const path = join(await tempDir(), 'lock');
  const fail = async () => {
    throw new Error('work failed');
  };
  await expect(withFileLock(path, {}, fail)).rejects.toThrow('work failed');
  expect(await lookAt(path)).toBeUndefined();
});

test('a folder that is not there is an error, not a wait', async () => {
  const path = join(await tempDir(), 'missing', 'lock');
  await expect(withFileLock(path, {}, done)).rejects.toMatchObject({ code: 'ERR_FILE_UNWRITABLE' });
});
