import { REDACTED } from '@waybill/redaction';
import type { HttpResponse } from '@waybill/rest';
import type { Actual } from './evaluate-matcher.ts';

/** Whether a cassette hides the value: it met what was expected when it was recorded, and now nobody can tell. */
export function isHidden(actual: Actual, { isRedacted }: HttpResponse): boolean {
  if (!isRedacted || !actual.present) return false;
  return typeof actual.value === 'string' && actual.value.includes(REDACTED);
}
