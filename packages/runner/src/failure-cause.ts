import type { ErrorCode, WaybillError } from '@waybill/errors';
import type { HttpResponse } from '@waybill/rest';
import { isThrottled } from './execute/retry-after.ts';
import type { FailureCause, Mismatch } from './result.ts';

const BY_CODE: Readonly<Partial<Record<ErrorCode, FailureCause>>> = {
  ERR_AUTH_CONFIGURATION: 'sign-in',
  ERR_AUTH_REFUSED: 'sign-in',
  ERR_AUTH_RESPONSE_INVALID: 'sign-in',
  ERR_AUTH_INTERACTION_REQUIRED: 'sign-in',
  ERR_AUTH_UNAVAILABLE: 'sign-in',
  ERR_AUTH_TIMEOUT: 'sign-in',
  ERR_AUTH_CANCELLED: 'sign-in',
  ERR_SECRET_REFUSED: 'sign-in',
  ERR_NETWORK_REFUSED: 'network',
  ERR_NETWORK_DNS: 'network',
  ERR_NETWORK_TLS: 'network',
  ERR_NETWORK_TIMEOUT: 'network',
  ERR_NETWORK_FAILED: 'network',
  ERR_REDIRECT_LIMIT: 'network',
  ERR_RATE_LIMIT: 'throttled',
  ERR_BODY_TOO_LARGE: 'expectation',
  ERR_BODY_NOT_DECODED: 'network',
  ERR_BODY_NOT_JSON: 'expectation',
  ERR_CHECK_LIMIT: 'expectation',
  ERR_CAPTURE_EMPTY: 'expectation',
  ERR_POLL_TIMEOUT: 'expectation',
  ERR_POLL_FAILED: 'expectation',
  ERR_CANCELLED: 'cancelled',
  ERR_INTERNAL: 'internal',
};

/** The cause behind an error; what is not listed is a mistake in a collection, an environment or the command line. */
export function causeOf(error: WaybillError): FailureCause {
  return BY_CODE[error.code] ?? 'configuration';
}

/** A status nobody expected says more about the cause than the expectation it missed. */
export function causeOfMismatch(mismatches: readonly Mismatch[], response: HttpResponse): FailureCause {
  const isStatus = mismatches.some(({ subject }) => subject === 'status' || subject === 'poll status');
  if (!isStatus) return 'expectation';
  if (response.status === 401 || response.status === 403) return 'refused';
  return response.status === 429 || isThrottled(response) ? 'throttled' : 'expectation';
}
