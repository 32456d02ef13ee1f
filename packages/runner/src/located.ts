import { LocatedError, type SourceLocation, WaybillError } from '@waybill/errors';

/** Gives an error that knows no place the place it came from. */
export function located<T>(location: SourceLocation, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof WaybillError) || error instanceof LocatedError) throw error;
    throw new LocatedError(error.code, error.message, location, { hint: error.hint, cause: error.cause });
  }
}
