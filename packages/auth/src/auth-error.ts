import { type ErrorCode, WaybillError } from '@waybill/errors';
import { aadsts } from './aadsts.ts';

/** What an Entra error answer says, besides its text; all of it may be shown and helps support find the sign-in. */
export interface AuthErrorDetails {
  /** The number behind AADSTS, e.g. 7000215. */
  readonly aadstsCode?: number | undefined;
  /** OAuth 2.0 `error`, e.g. `invalid_client` (RFC 6749 section 5.2). */
  readonly error?: string | undefined;
  readonly suberror?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly traceId?: string | undefined;
  /** Entra's own time of the failure. */
  readonly timestamp?: string | undefined;
  /** Claims a new sign-in has to satisfy (Conditional Access). */
  readonly claims?: string | undefined;
}

/** A sign-in that failed. */
export class AuthError extends WaybillError {
  readonly details: AuthErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string | undefined; cause?: unknown; details?: AuthErrorDetails } = {},
  ) {
    super(code, message, options);
    this.details = options.details ?? {};
  }
}

/** An OAuth 2.0 error answer as Entra writes it (v1 and v2 alike). */
export interface ErrorResponse {
  readonly error: string;
  readonly error_description?: string;
  readonly error_codes?: readonly number[];
  readonly suberror?: string;
  readonly correlation_id?: string;
  readonly trace_id?: string;
  readonly timestamp?: string;
  readonly claims?: string;
}

/** What the errors of the OAuth 2.0 family ask for, where no number of Entra's says it better. */
const REMEDIES: Readonly<Record<string, string>> = {
  access_denied: 'Whoever was asked said no. Sign in again and accept.',
  authorization_declined: 'Whoever was asked said no. Sign in again and accept.',
  expired_token: 'The code was not used in time. Start the sign-in again.',
  invalid_client: 'Check clientId and clientSecret, and how the client has to authenticate.',
  invalid_grant: 'The password, code or refresh token is wrong, used up or expired. Sign in again.',
  invalid_scope: 'Check scope.',
  unauthorized_client: 'Register the client for this grant.',
  unsupported_grant_type: 'The authority does not offer this grant. Choose another.',
};

/** Explains an error answer by its number if Entra gave it; an unknown number keeps the authority's own words. */
export function refusal(response: ErrorResponse, host: string): AuthError {
  const description = response.error_description ?? '';
  const aadstsCode = response.error_codes?.[0] ?? aadstsNumberIn(description);
  const entry = aadstsCode === undefined ? undefined : aadsts[aadstsCode];
  const said = withoutTrailer(description) || response.error;
  const who = aadstsCode === undefined ? host : 'Entra';
  const number = aadstsCode === undefined ? response.error : `AADSTS${aadstsCode}`;
  const message =
    entry === undefined ? `${who} refused the sign-in (${number}): ${said}` : `${entry.meaning} (${number})`;
  return new AuthError('ERR_AUTH_REFUSED', message, {
    hint: entry?.remedy ?? remedyFor(response.error, aadstsCode),
    details: {
      aadstsCode,
      error: response.error,
      suberror: response.suberror,
      correlationId: response.correlation_id,
      traceId: response.trace_id,
      timestamp: response.timestamp,
      claims: response.claims,
    },
  });
}

function remedyFor(error: string, aadstsCode: number | undefined): string | undefined {
  if (aadstsCode === undefined) return REMEDIES[error];
  return `Look the number up at https://login.microsoftonline.com/error?code=${aadstsCode}.`;
}

function aadstsNumberIn(description: string): number | undefined {
  const match = /AADSTS(\d+)/.exec(description);
  return match === null ? undefined : Number(match[1]);
}

/** Entra repeats number, trace, correlation id and time inside the text; they are fields of their own here. */
function withoutTrailer(description: string): string {
  return description
    .replace(/^AADSTS\d+:\s*/, '')
    .replace(/\s*Trace ID:.*$/s, '')
    .trim();
}
