import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

/** Runs a program with this environment and nothing else; throws with its output when it fails. */
export async function run(program: string, args: readonly string[], env: Record<string, string>): Promise<string> {
  const options = { env: { PATH: process.env.PATH, ...env }, timeout: 60_000 };
  const { stdout } = await promisify(execFile)(program, [...args], options);
  return stdout;
}

/** A folder with the certificate of a sandbox in it; it goes away with the test. */
export async function certificateFolder(certificate: string | undefined): Promise<{ folder: string; pem: string }> {
  if (certificate === undefined) throw new Error('The sandbox has no certificate');
  const folder = await mkdtemp(join(tmpdir(), 'waybill-sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const pem = join(folder, 'sandbox.pem');
  await writeFile(pem, certificate);
  return { folder, pem };
}
