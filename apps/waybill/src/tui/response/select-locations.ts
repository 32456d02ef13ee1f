import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Path } from '@waybill/json-view';

/** What the thread is given: JSON in UTF-8, and a JSONPath that is known to be right. */
export interface SelectTask {
  readonly bytes: Uint8Array;
  readonly path: string;
}

export type Locations = readonly Path[];

/**
 * Where the values stand that a JSONPath selects, in groups as they are found. A thread of its own parses the body and
 * looks through it: both are one long step, and meanwhile keys have to work.
 *
 * @throws the reason of the signal when it is aborted, and what stopped the thread, such as a lack of memory
 */
export async function* selectLocations(task: SelectTask, signal: AbortSignal): AsyncGenerator<Locations> {
  const worker = new Worker(new URL(import.meta.resolve('#jsonpath-worker')), { workerData: task });
  const messages = on(worker, 'message', { signal, close: ['exit'] });
  // Who leaves does not wait for it. A listener that is added later would have it waited for again.
  worker.unref();
  try {
    for await (const [locations] of messages) yield locations as Locations;
  } finally {
    await worker.terminate();
  }
}
