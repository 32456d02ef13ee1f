import type { Instance } from 'ink';

/**
 * Waits until the UI is left. An error that nobody caught ends the UI too, and is thrown from here: what is written on
 * the alternate screen would be lost with it.
 */
export async function waitUntilLeft(instance: Instance): Promise<void> {
  const errors: unknown[] = [];
  const crash = (error: unknown) => {
    errors.push(error);
    instance.unmount();
  };
  // Node would write warnings across the screen.
  const printWarnings = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
  try {
    await instance.waitUntilExit();
  } finally {
    process.off('uncaughtException', crash).off('unhandledRejection', crash);
    for (const print of printWarnings) process.on('warning', print);
  }
  if (errors.length > 0) throw errors[0];
}
