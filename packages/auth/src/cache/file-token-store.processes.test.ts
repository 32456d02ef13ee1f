import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redactor } from '@waybill/redaction';
import { tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { FileTokenStore } from './file-token-store.ts';
import { keyFromEnvironment } from './keys/environment-key.ts';
import { SAMPLE_KEY, sampleTokens } from './testing/sample-tokens.ts';
import { startWorker } from './testing/start-worker.ts';

const ROUNDS = 12;

function open(path: string, notices: string[]): FileTokenStore {
  const options = { path, key: keyFromEnvironment(SAMPLE_KEY), redactor: new Redactor(), lock: { staleMs: 1_000 } };
  return new FileTokenStore({ ...options, onNotice: (text) => notices.push(text) });
}

test('several processes that hammer one cache lose nothing', { timeout: 20_000 }, async () => {
  const path = join(await tempDir(), 'waybill', 'tokens');
  const names = ['ada', 'bob', 'cleo', 'dan', 'eve'];
  const count = 15;
  const workers = names.map((name) => startWorker({ do: 'save', path, name, count, staleMs: 5_000 }));
  await Promise.all(workers.map(({ exited }) => exited));
  expect(workers.flatMap(({ said }) => said)).toEqual(names.map(() => 'ready'));
  const notices: string[] = [];
  const store = open(path, notices);
  for (const name of names) {
    for (let number = 0; number < count; number++) {
      const { refreshToken } = sampleTokens(`${name}-${number}`);
      expect(await store.load(`${name}-${number}`)).toMatchObject({ refreshToken });
    }
  }
  expect(names.map((name) => `refresh-token-of-${name}`)).toContain((await store.load('shared'))?.refreshToken);
  expect(notices).toEqual([]);
  expect(await readdir(dirname(path))).toEqual(['tokens']);
});

test('processes that are killed at any moment leave a cache that can be read and written', {
  timeout: 30_000,
}, async () => {
  const path = join(await tempDir(), 'waybill', 'tokens');
  const notices: string[] = [];
  await open(path, notices).save('first', sampleTokens('first'));
  for (let round = 0; round < ROUNDS; round++) {
    const workers = ['ada', 'bob'].map((name) =>
      startWorker({ do: 'save', path, name: `${name}-${round}`, count: 1_000_000, staleMs: 1_000 }),
    );
    for (const [index, { ready, kill, exited }] of workers.entries()) {
      await ready;
      await wait(((round * 2 + index) * 7) % 31);
      kill('SIGKILL');
      await exited;
    }
    const store = open(path, notices);
    expect(await store.load('first')).toBeDefined();
    // What a worker had finished saving before it said so is there.
    for (const name of ['ada', 'bob']) expect(await store.load(`${name}-${round}-0`)).toBeDefined();
    await store.save(`after-${round}`, sampleTokens('after'));
    // Only who is killed while it breaks the lock of another leaves something: a claim that blocks nobody.
    const names = await readdir(dirname(path));
    expect(names.filter((name) => !name.startsWith('tokens.lock.break'))).toEqual(['tokens']);
  }
  const store = open(path, notices);
  for (let round = 0; round < ROUNDS; round++) expect(await store.load(`after-${round}`)).toBeDefined();
  expect(notices).toEqual([]);
});
