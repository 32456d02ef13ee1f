import { setImmediate } from 'node:timers/promises';
import type { Task } from '@waybill/json-view';

/** A slice shorter than a frame of 60 Hz leaves time for keys and drawing. */
export const SLICE_MS = 8;
/** Drawing costs more than a slice, so what is found is not shown at once. */
const REDRAW_MS = 100;

/** Runs a task in slices and says now and then, and at its end, that there is more to show. */
export async function runShown(task: Task, changed: () => void, signal: AbortSignal): Promise<void> {
  let drawnMs = performance.now();
  while (!task.step(SLICE_MS)) {
    if (performance.now() - drawnMs > REDRAW_MS) {
      changed();
      drawnMs = performance.now();
    }
    await setImmediate();
    if (signal.aborted) return;
  }
  changed();
}
