export type { ErrorCode } from './error-code.ts';
export { formatLocation, LocatedError, type SourceLocation } from './located-error.ts';
export { NetworkError, networkError } from './network-error.ts';
export { supportDetails, WaybillError, type WaybillErrorOptions } from './waybill-error.ts';
