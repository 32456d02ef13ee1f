import { formatLocation, LocatedError, WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { Notice } from './state.ts';

/** An error as the screen shows it. */
export function noticeOf(error: unknown, redactor: Redactor): Notice {
  const safe = (text: string) => redactor.redact(text);
  if (!(error instanceof WaybillError)) {
    return { code: 'ERR_INTERNAL', message: safe(error instanceof Error ? error.message : String(error)) };
  }
  return {
    code: error.code,
    message: safe(error.message),
    hint: error.hint === undefined ? undefined : safe(error.hint),
    place: error instanceof LocatedError ? formatLocation(error.location) : undefined,
  };
}

/** The notices with one more; a file that stays broken is read again with each change, and says the same again. */
export function withNotice(notices: readonly Notice[], added: Notice): readonly Notice[] {
  const isKnown = notices.some(
    ({ code, message, place }) => code === added.code && message === added.message && place === added.place,
  );
  return isKnown ? notices : [...notices, added];
}
