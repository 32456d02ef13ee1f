import type { Redactor } from '@waybill/redaction';

/** `true`, `dark` or `en-US` are no credentials, and hiding them everywhere would make a report unreadable. */
const SHORTEST_CREDENTIAL = 6;

/** Hides the value of a cookie wherever it shows up; in headers for cookies every value is hidden anyway. */
export function hideCookie(value: string, redactor: Redactor): void {
  for (const form of [value, decoded(value)]) if (form.length >= SHORTEST_CREDENTIAL) redactor.add(form);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
