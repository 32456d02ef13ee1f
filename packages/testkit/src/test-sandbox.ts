import { type Sandbox, type SandboxOptions, startSandbox } from '@waybill/sandbox';
import { onTestFinished } from 'vitest';

export { seed as sandboxSeed } from '@waybill/sandbox';

/** Starts a sandbox on a free port; it stops when the test ends. */
export async function startTestSandbox(options: Omit<SandboxOptions, 'port'> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ ...options, port: 0 });
  onTestFinished(() => sandbox.close());
  return sandbox;
}
