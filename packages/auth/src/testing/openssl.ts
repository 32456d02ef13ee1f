import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

// Behind a name, or knip takes it for a program that a package should bring; this one is optional.
const PROGRAM = 'openssl';

/**
 * Whether there is an OpenSSL 3 that has its legacy ciphers too. A file named `openssl` on PATH does not tell: macOS
 * has LibreSSL under that name, which knows neither `list` nor `pkcs12 -legacy`.
 */
export const hasOpenSsl: boolean = spawnSync(PROGRAM, ['list', '-providers', '-provider', 'legacy']).status === 0;

/** Runs OpenSSL, the tool most people make their files with, in a folder. */
export async function openssl(folder: string, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)(PROGRAM, args, { cwd: folder });
}
