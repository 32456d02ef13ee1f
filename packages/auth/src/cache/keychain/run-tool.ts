import { execFile } from 'node:child_process';

/** How a tool ended. */
export interface ToolResult {
  /** `undefined` when there is no such tool. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A locked keychain asks the user to unlock it, who may be at coffee. */
const TIMEOUT_MS = 120_000;

/** All a keychain needs to find its user, its session and its files. Waybill's own environment may hold secrets. */
const PASSED_ON = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR'],
  ...['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'],
  ...[
    'SystemRoot',
    'PATHEXT',
    'PSModulePath',
    'USERPROFILE',
    'USERNAME',
    'USERDOMAIN',
    'APPDATA',
    'LOCALAPPDATA',
    'TEMP',
  ],
];

/**
 * Runs a tool without a shell. What is secret goes in through `input`: arguments can be seen by every user. The result
 * is never made the cause of an error, as its output may be the key.
 */
export async function runTool(tool: string, args: readonly string[], input = ''): Promise<ToolResult> {
  const passedOn = PASSED_ON.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined);
  const options = { env: { ...Object.fromEntries(passedOn), LC_ALL: 'C' }, timeout: TIMEOUT_MS, windowsHide: true };
  return new Promise((resolve) => {
    const child = execFile(tool, [...args], options, (error, stdout, stderr) => {
      if (error === null) return resolve({ exitCode: 0, stdout, stderr });
      if (error.code === 'ENOENT') return resolve({ exitCode: undefined, stdout, stderr });
      const why = error.killed ? `${tool} did not answer within ${TIMEOUT_MS / 1000} s` : stderr;
      resolve({ exitCode: typeof error.code === 'number' ? error.code : -1, stdout, stderr: why });
    });
    // A tool that ends early closes its end; its exit code says why.
    child.stdin?.on('error', () => {}).end(input);
  });
}
