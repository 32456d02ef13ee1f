import { locationOf, valueTextOf } from '@waybill/json-view';
import type { Redactor } from '@waybill/redaction';
import type { BodyView } from './body-view.ts';

/** Terminals drop what is much longer. */
const LONGEST = 1_000_000;

/** The value on the cursor's line without its secrets: a string as it is meant, anything else as JSON. */
export function copiedText({ body, line }: BodyView, redactor: Redactor): string | undefined {
  const { text, truncated } = valueTextOf(body, line, { maxLength: LONGEST });
  // Half a secret would not be known for one.
  if (truncated) return undefined;
  const name = locationOf(body, line)?.path.at(-1);
  // The name of a field tells that its value is a secret, so both are looked at together.
  const head = typeof name === 'string' ? `${JSON.stringify(name)}: ` : '';
  const safe = redactor.redact(head + text);
  const value = safe.startsWith(head) ? safe.slice(head.length) : safe;
  return redactor.redact(unquoted(value));
}

function unquoted(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  } catch {
    return json;
  }
}
