import { AuthError } from './auth-error.ts';

/**
 * Reads an address that secrets go to; only https may leave this machine.
 *
 * @param what names the address at the start of a sentence
 * @throws {AuthError} ERR_AUTH_CONFIGURATION
 */
export function parseSecureUrl(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', `${what} "${text}" is not a URL.`, {
      hint: 'Write it in full, like https://login.microsoftonline.com.',
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', `${what} ${url.origin} would send secrets without TLS.`, {
      hint: 'Use https. Plain http is only for a sandbox on this machine.',
    });
  }
  return url;
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
