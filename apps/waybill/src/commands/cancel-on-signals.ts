import { EXIT } from '../exit-codes.ts';

/**
 * The first Ctrl+C (or SIGTERM) stops a run in good order: teardowns run, reports are written. The second one waits for
 * no teardown, but still for `onSecond`, which writes what is known. The third waits for nothing.
 */
export function cancelOnSignals(onSecond: () => Promise<void>): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  let signals = 0;
  const end = () => process.exit(EXIT.cancelled);
  const onSignal = (): void => {
    signals += 1;
    if (signals === 1) controller.abort();
    else if (signals === 2) onSecond().then(end, end);
    else end();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}
