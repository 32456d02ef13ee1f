import type { ErrorCode } from './error-code.ts';

/** What every Waybill error may carry besides its code and message. */
export interface WaybillErrorOptions {
  /** What to do next, in one or two sentences. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The base of every error Waybill throws on purpose. `message` says what happened; `hint` says what to do. */
export class WaybillError extends Error {
  readonly code: ErrorCode;
  readonly hint?: string;

  constructor(code: ErrorCode, message: string, options: WaybillErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}

/** What support asks for, when an error came from a service: its ids and its time. */
export function supportDetails(error: WaybillError): string | undefined {
  const details: unknown = 'details' in error ? error.details : undefined;
  if (typeof details !== 'object' || details === null) return undefined;
  const { correlationId, traceId, timestamp } = details as Readonly<Record<string, unknown>>;
  const known = [
    ['correlation id', correlationId],
    ['trace id', traceId],
    ['at', timestamp],
  ].filter(([, value]) => typeof value === 'string');
  return known.length === 0 ? undefined : known.map((pair) => pair.join(' ')).join(', ');
}
