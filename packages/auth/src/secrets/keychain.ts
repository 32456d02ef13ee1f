import { ProgramFailure, runProgram } from '../programs/run-program.ts';
import { secretMissing, withoutLastNewline } from './secret-error.ts';
import type { KeychainSource, SecretContext } from './secret-source.ts';

/** The program that speaks to a keychain. */
export interface KeychainTool {
  readonly program: string;
  readonly find: (source: KeychainSource) => readonly string[];
  /** How it ends when there is no such entry. */
  readonly notFound: number;
  readonly install: string;
  readonly add: string;
}

/** By the name Node has for the system. */
export const KEYCHAINS: Readonly<Partial<Record<NodeJS.Platform, KeychainTool>>> = {
  darwin: {
    program: 'security',
    find: ({ keychain, account }) => [
      ...['find-generic-password', '-s', keychain],
      ...(account === undefined ? [] : ['-a', account]),
      '-w',
    ],
    // errSecItemNotFound (-25300), as much of it as fits into an exit code.
    notFound: 44,
    install: 'It is part of macOS; check PATH.',
    add: 'Add it: security add-generic-password -s SERVICE -a ACCOUNT -w',
  },
  linux: {
    program: 'secret-tool',
    find: ({ keychain, account }) => [
      ...['lookup', 'service', keychain],
      ...(account === undefined ? [] : ['account', account]),
    ],
    notFound: 1,
    install: 'Install libsecret-tools, or take the secret from another source.',
    add: 'Add it: secret-tool store --label=Waybill service SERVICE account ACCOUNT',
  },
};

/** A keychain that is locked asks its user first. */
const TIMEOUT_MS = 120_000;

/** Reads an entry of the keychain of macOS or of a Linux desktop. */
export async function fromKeychain(name: string, source: KeychainSource, context: SecretContext): Promise<string> {
  const tool = KEYCHAINS[process.platform];
  if (tool === undefined) {
    throw secretMissing(name, `${process.platform} has no keychain that can be read`, 'Take it from another source.');
  }
  const { env, signal } = context;
  try {
    const output = await runProgram(tool.program, tool.find(source), { env, timeoutMs: TIMEOUT_MS, signal });
    const value = withoutLastNewline(output);
    if (value !== '') return value;
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error;
    const { reason, exitCode, stderr } = error;
    if (reason === 'missing') throw secretMissing(name, `${tool.program} is not installed`, tool.install);
    // Where there is no desktop, the program fails the same way, but not without a word.
    if (exitCode !== tool.notFound || (stderr.trim() !== '' && process.platform !== 'darwin')) {
      throw secretMissing(
        name,
        `the keychain cannot be read (${stderr.trim().split('\n')[0] || reason})`,
        'Unlock it.',
      );
    }
  }
  const { keychain, account } = source;
  const entry = account === undefined ? keychain : `${keychain} (account ${account})`;
  const add = tool.add.replace('SERVICE', keychain).replace('ACCOUNT', account ?? 'me');
  throw secretMissing(name, `the keychain has no entry for ${entry}`, add);
}
