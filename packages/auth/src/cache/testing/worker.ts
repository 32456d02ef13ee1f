import { setTimeout as wait } from 'node:timers/promises';
import { Redactor } from '@waybill/redaction';
import { withFileLock } from '../file-lock.ts';
import { FileTokenStore } from '../file-token-store.ts';
import { keyFromEnvironment } from '../keys/environment-key.ts';
import { SAMPLE_KEY, sampleTokens } from './sample-tokens.ts';

interface SaveJob {
  readonly do: 'save';
  readonly path: string;
  readonly name: string;
  readonly count: number;
  readonly staleMs: number;
}

/** What another process does to a cache or lock. It says `ready` when it has begun. */
export type WorkerJob =
  | SaveJob
  | { readonly do: 'hold'; readonly path: string }
  | { readonly do: 'hold-and-exit'; readonly path: string }
  | { readonly do: 'hold-and-check'; readonly path: string; readonly staleMs: number };

/** However long it works, the cache does not grow beyond these. */
const DIFFERENT_KEYS = 20;

const job = JSON.parse(process.argv[2] ?? '') as WorkerJob;

switch (job.do) {
  case 'save':
    await save(job);
    break;
  case 'hold':
    await withFileLock(job.path, {}, async () => {
      say('ready');
      await wait(60_000);
    });
    break;
  case 'hold-and-exit':
    await withFileLock(job.path, {}, async () => process.exit(0));
    break;
  case 'hold-and-check':
    await withFileLock(job.path, { staleMs: job.staleMs }, async (lock) => {
      say('ready');
      await new Promise((resolve) => process.stdin.once('data', resolve));
      await lock.assertHeld().then(
        () => say('held'),
        (error) => say(error.code),
      );
      process.stdin.pause();
    });
    break;
}

async function save({ path, name, count, staleMs }: SaveJob): Promise<void> {
  const options = { path, key: keyFromEnvironment(SAMPLE_KEY), redactor: new Redactor(), lock: { staleMs } };
  const store = new FileTokenStore({ ...options, onNotice: (text) => say(text) });
  for (let round = 0; round < count; round++) {
    const number = round % DIFFERENT_KEYS;
    await store.save(`${name}-${number}`, sampleTokens(`${name}-${number}`));
    if (round === 0) say('ready');
    await store.save('shared', sampleTokens(name));
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
