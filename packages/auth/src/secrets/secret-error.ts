import { WaybillError } from '@waybill/errors';

/** A secret that is not where it should be. */
export function secretMissing(name: string, why: string, hint: string, cause?: unknown): WaybillError {
  return new WaybillError('ERR_SECRET_MISSING', `The secret "${name}" is missing: ${why}.`, { hint, cause });
}

/** A secret that is there, but not for whoever asks. */
export function secretRefused(name: string, why: string, hint: string, cause?: unknown): WaybillError {
  return new WaybillError('ERR_SECRET_REFUSED', `The secret "${name}" was refused: ${why}.`, { hint, cause });
}

/** What a program or a file holds, without the newline at its end that is no part of the secret. */
export function withoutLastNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}
