import { AADSTS, type AadstsCode, type ErrorShape } from './aadsts.ts';

/** What an answer says beside, or in place of, what its number stands for. */
export interface EntraErrorDetails {
  readonly error?: string | undefined;
  readonly suberror?: string | undefined;
  /** Claims the client must ask for next time, JSON. */
  readonly claims?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** A refusal of the token endpoint. */
export class EntraError extends Error {
  readonly aadstsCode: AadstsCode;
  readonly shape: ErrorShape;
  readonly claims: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  /** @param subject what the text names: a user, a scope, a field… */
  constructor(aadstsCode: AadstsCode, subject = '', details: EntraErrorDetails = {}) {
    const shape: ErrorShape = AADSTS[aadstsCode];
    const { error = shape.error, suberror = shape.suberror } = details;
    super(`AADSTS${aadstsCode}: ${shape.text(subject)}`);
    this.aadstsCode = aadstsCode;
    this.shape = { ...shape, error, ...(suberror === undefined ? {} : { suberror }) };
    this.claims = details.claims;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** The JSON answer for a refusal, as both endpoints write it. */
export function errorBody(
  error: EntraError,
  traceId: string,
  correlationId: string,
  errorUri: string,
): Record<string, unknown> {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    error: error.shape.error,
    error_description: `${error.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [error.aadstsCode],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: errorUri,
    ...(error.shape.suberror === undefined ? {} : { suberror: error.shape.suberror }),
    ...(error.claims === undefined ? {} : { claims: error.claims }),
  };
}
