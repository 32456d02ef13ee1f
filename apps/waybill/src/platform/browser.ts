import { execFile } from 'node:child_process';

/** How each system opens a URL, without a shell that could read something else into it. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens a URL in the user's browser; rejects where there is none, as on a server. */
export function openBrowser(url: string): Promise<void> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  return new Promise((resolve, reject) => {
    execFile(program, [...args, url], { timeout: 10_000, windowsHide: true }, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
