import { type Keychain, keychainFailed, SERVICE } from './keychain.ts';
import { runTool, type ToolResult } from './run-tool.ts';

const TOOL = 'secret-tool';
const INSTALL = 'Install it (package libsecret-tools), or keep the key of the cache in another place.';

/** The Secret Service of a Linux desktop (GNOME Keyring, KWallet), by the tool of libsecret. */
export const secretTool: Keychain = {
  async find(account) {
    const result = await runTool(TOOL, ['lookup', ...attributes(account)]);
    if (isAbsent(result)) return undefined;
    return succeeded(result).stdout.trim();
  },
  async store(account, secret) {
    const args = ['store', '--label=Waybill token cache', ...attributes(account)];
    succeeded(await runTool(TOOL, args, secret));
  },
  async remove(account) {
    const result = await runTool(TOOL, ['clear', ...attributes(account)]);
    // A tool that is not installed never stored anything.
    if (!isAbsent(result) && result.exitCode !== undefined) succeeded(result);
  },
};

function attributes(account: string): string[] {
  return ['service', SERVICE, 'account', account];
}

/** There is no exit code for "not found": it fails silently, while every real failure says something. */
function isAbsent({ exitCode, stderr }: ToolResult): boolean {
  return exitCode === 1 && stderr.trim() === '';
}

function succeeded(result: ToolResult): ToolResult {
  if (result.exitCode !== 0) throw keychainFailed(TOOL, result, INSTALL);
  return result;
}
