import type { ErrorCode } from './error-code.ts';
import { WaybillError, type WaybillErrorOptions } from './waybill-error.ts';

/** A place in a file. Lines and columns count from 1, as editors show them. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An error in a file the user wrote; it always knows where. */
export class LocatedError extends WaybillError {
  readonly location: SourceLocation;

  constructor(code: ErrorCode, message: string, location: SourceLocation, options: WaybillErrorOptions = {}) {
    super(code, message, options);
    this.location = location;
  }
}

/** Writes a location the way compilers do, so that editors and terminals can link it: `file:line:column`. */
export function formatLocation(location: SourceLocation): string {
  return `${location.file}:${location.line}:${location.column}`;
}
