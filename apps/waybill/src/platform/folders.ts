import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Waybill keeps what it remembers between runs: the token cache. */
export function stateFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (env.WAYBILL_HOME) return env.WAYBILL_HOME;
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Waybill');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Waybill');
  // XDG Base Directory Specification
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'waybill');
}
