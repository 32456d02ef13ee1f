import { type Keychain, keychainFailed, SERVICE } from './keychain.ts';
import { runTool, type ToolResult } from './run-tool.ts';

const TOOL = 'security';
const INSTALL = 'It is part of macOS; keep the key of the cache in another place.';
/** errSecItemNotFound (-25300), as much of it as fits into an exit code. */
const NOT_FOUND = 44;

/** The login keychain of macOS. */
export const macosSecurity: Keychain = {
  async find(account) {
    const result = await runTool(TOOL, ['find-generic-password', ...attributes(account), '-w']);
    if (result.exitCode === NOT_FOUND) return undefined;
    return succeeded(result).stdout.trim();
  },
  async store(account, secret) {
    // `-w` wants the secret as an argument or from a terminal; only the command mode (-i) takes it from a pipe.
    const command = ['add-generic-password', '-U', ...attributes(account), '-w', secret].join(' ');
    succeeded(await runTool(TOOL, ['-i'], `${command}\n`));
  },
  async remove(account) {
    const result = await runTool(TOOL, ['delete-generic-password', ...attributes(account)]);
    if (result.exitCode !== NOT_FOUND) succeeded(result);
  },
};

function attributes(account: string): string[] {
  return ['-s', SERVICE, '-a', account];
}

function succeeded(result: ToolResult): ToolResult {
  if (result.exitCode !== 0) throw keychainFailed(TOOL, result, INSTALL);
  return result;
}
