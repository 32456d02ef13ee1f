import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { WaybillError } from '@waybill/errors';

/**
 * Asks for a secret on the terminal without showing what is typed.
 *
 * @throws {WaybillError} ERR_SECRET_MISSING where nobody can answer, ERR_CANCELLED on Ctrl+C
 */
export async function hiddenPrompt(label: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new WaybillError('ERR_SECRET_MISSING', `"${label}" would have to be typed in, but this is no terminal.`, {
      hint: 'Run it in a terminal, or take the secret from an environment variable, a file or a vault.',
    });
  }
  process.stderr.write(`${label}: `);
  // readline echoes into its output; this one swallows it.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const cancelled = new AbortController();
  terminal.once('SIGINT', () => cancelled.abort());
  try {
    return await terminal.question('', { signal: cancelled.signal });
  } catch (cause) {
    throw new WaybillError('ERR_CANCELLED', `"${label}" was not typed in.`, { cause });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
