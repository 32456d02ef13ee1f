import { WaybillError } from '@waybill/errors';
import type { ToolResult } from './run-tool.ts';

/** A place of the operating system that keeps one secret for each account. Secrets are base64. */
export interface Keychain {
  /** The secret; `undefined` if there is none. */
  find(account: string): Promise<string | undefined>;
  store(account: string, secret: string): Promise<void>;
  remove(account: string): Promise<void>;
}

/** The service under which a user finds our entries in the keychain's own program. */
export const SERVICE = 'waybill';

/** Explains why a keychain does not work here, in the tool's own words. */
export function keychainFailed(tool: string, { exitCode, stderr }: ToolResult, install: string): WaybillError {
  const said = stderr.trim().split('\n')[0];
  const why =
    exitCode === undefined ? `${tool} is not installed` : `${tool} failed: ${said || `exit code ${exitCode}`}`;
  return new WaybillError('ERR_CACHE_KEY', `The keychain cannot be used: ${why}.`, {
    hint: exitCode === undefined ? install : 'Unlock the keychain, or keep the key of the cache in another place.',
  });
}
