import { setImmediate, setTimeout } from 'node:timers/promises';
import { WaybillError } from '@waybill/errors';

/** The time that a run waits by. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** @throws {WaybillError} ERR_CANCELLED */
  pause(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  pause: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(throwCancelled),
};

/** A clock on which every pause is over at once, and yet the time has come: a wait ends as it would have. */
export function impatientClock(): Clock {
  let skippedMs = 0;
  const now = () => performance.now() + skippedMs;
  return {
    now,
    pause: async (ms, signal) => {
      const end = now() + ms;
      await setImmediate(undefined, { signal }).catch(throwCancelled);
      // Pauses that were begun together end together.
      skippedMs += Math.max(0, end - now());
    },
  };
}

function throwCancelled(cause: unknown): never {
  throw new WaybillError('ERR_CANCELLED', 'The request was cancelled.', { cause });
}
