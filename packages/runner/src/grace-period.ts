/** Follows another signal after a while: what cleans up gets that long when the rest has to stop. */
export function withGrace(signal: AbortSignal | undefined, graceMs: number): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const controller = new AbortController();
  // Nothing waits for the end of the grace itself, so it keeps no program alive.
  const startGrace = () => setTimeout(() => controller.abort(), graceMs).unref();
  if (signal.aborted) startGrace();
  else signal.addEventListener('abort', startGrace, { once: true });
  return controller.signal;
}
