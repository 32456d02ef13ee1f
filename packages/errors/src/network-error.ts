import type { ErrorCode } from './error-code.ts';
import { WaybillError } from './waybill-error.ts';

/** A request that got no usable answer: nothing listened, the name did not resolve, TLS failed, time ran out. */
export class NetworkError extends WaybillError {
  /** Host and port the connection was meant for. */
  readonly host: string;

  constructor(code: ErrorCode, message: string, host: string, options: { hint: string; cause?: unknown }) {
    super(code, message, options);
    this.host = host;
  }
}

interface Explanation {
  readonly code: ErrorCode;
  readonly what: (host: string) => string;
  readonly hint: string;
}

const REFUSED: Explanation = {
  code: 'ERR_NETWORK_REFUSED',
  what: (host) => `Nothing answers at ${host}: the connection was refused.`,
  hint: 'Check the host and port, and that the server is running. For the sandbox: `waybill sandbox`.',
};
const DNS: Explanation = {
  code: 'ERR_NETWORK_DNS',
  what: (host) => `The name ${host} could not be resolved.`,
  hint: 'Check the spelling of the host, the DNS server and, behind a proxy, HTTPS_PROXY.',
};
const TIMEOUT: Explanation = {
  code: 'ERR_NETWORK_TIMEOUT',
  what: (host) => `${host} did not answer in time.`,
  hint: 'Raise `timeout`, or check whether a firewall or proxy swallows the connection.',
};
const TLS: Explanation = {
  code: 'ERR_NETWORK_TLS',
  what: (host) => `No trusted TLS connection to ${host}.`,
  hint: 'If a proxy inspects TLS, or the server has a certificate of its own, put the root certificate into a PEM file and name it in `tls.ca` of the environment or in NODE_EXTRA_CA_CERTS.',
};
const FAILED: Explanation = {
  code: 'ERR_NETWORK_FAILED',
  what: (host) => `The connection to ${host} was lost before the answer was complete.`,
  hint: 'Try again; if it happens every time, look at the server or at a proxy in between.',
};

/** System and undici error codes, see `man 3 errno` and undici's `errors.js`. */
const BY_SYSTEM_CODE: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: REFUSED,
  ENOTFOUND: DNS,
  EAI_AGAIN: DNS,
  ETIMEDOUT: TIMEOUT,
  UND_ERR_CONNECT_TIMEOUT: TIMEOUT,
  UND_ERR_HEADERS_TIMEOUT: TIMEOUT,
  UND_ERR_BODY_TIMEOUT: TIMEOUT,
  TimeoutError: TIMEOUT,
};

const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/** Turns what a socket or undici threw into an error that names the host and says what to do. */
export function networkError(cause: unknown, url: string | URL): NetworkError {
  const host = new URL(url).host;
  const systemCode = systemCodeOf(cause);
  const explanation = TLS_CODE.test(systemCode) ? TLS : (BY_SYSTEM_CODE[systemCode] ?? FAILED);
  const detail = systemCode === '' ? '' : ` (${systemCode})`;
  return new NetworkError(explanation.code, explanation.what(host) + detail, host, { hint: explanation.hint, cause });
}

function systemCodeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  // Happy eyeballs collects the failure of each address; they rarely differ.
  if (cause instanceof AggregateError && cause.errors.length > 0) return systemCodeOf(cause.errors[0]);
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  if (cause.name === 'TimeoutError') return cause.name;
  return systemCodeOf(cause.cause);
}
