import { keychainFailed } from './keychain.ts';
import { runTool } from './run-tool.ts';

const TOOL = 'powershell.exe';
const INSTALL = 'It is part of Windows; keep the key of the cache in another place.';

/** Windows encrypts and decrypts for the signed-in user, but stores nothing: the protected key stands in the file. */
export const dpapi = {
  protect: (base64: string) => transform('Protect', base64),
  unprotect: (base64: string) => transform('Unprotect', base64),
};

async function transform(method: 'Protect' | 'Unprotect', base64: string): Promise<string> {
  const script = [
    "$ErrorActionPreference = 'Stop'",
    'Add-Type -AssemblyName System.Security',
    '$bytes = [Convert]::FromBase64String([Console]::In.ReadLine())',
    `$result = [Security.Cryptography.ProtectedData]::${method}($bytes, $null, 'CurrentUser')`,
    '[Console]::Out.Write([Convert]::ToBase64String($result))',
  ].join('; ');
  const result = await runTool(TOOL, ['-NoProfile', '-NonInteractive', '-Command', script], `${base64}\n`);
  if (result.exitCode !== 0) throw keychainFailed(TOOL, result, INSTALL);
  return result.stdout.trim();
}
