import type { Interaction } from '@waybill/auth';
import type { Output } from '../output.ts';
import { openBrowser } from '../platform/browser.ts';

/** How a sign-in reaches a person at a terminal; `undefined` where there is none, as in CI. */
export function terminalInteraction(
  output: Output,
  options: { readonly browser?: boolean | undefined; readonly signal?: AbortSignal | undefined } = {},
): Interaction | undefined {
  if (!process.stderr.isTTY) return undefined;
  return {
    ...(options.browser === false ? {} : { openBrowser }),
    showSignInUrl: (url) => output.note(`Open this address to sign in:\n\n  ${url}\n`),
    showDeviceCode: ({ userCode, verificationUri, expiresOn }) => {
      const minutes = Math.round((expiresOn.getTime() - Date.now()) / 60_000);
      output.note(`Open  ${verificationUri}\nEnter ${output.style('bold', userCode)}   (good for ${minutes} min)`);
      output.note('Never enter a code that somebody else sent you.');
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}
