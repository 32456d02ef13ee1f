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
