import { REDACTED, type Redactor } from '@waybill/redaction';
import type { SentRequest } from '@waybill/rest';

/** Headers that curl writes by itself. */
const OWN_OF_CURL = new Set(['host', 'content-length', 'connection']);

/** The request as a command for a POSIX shell. Every credential is `$TOKEN` in it. */
export function curlCommand({ method, url, headers, body }: SentRequest, redactor: Redactor): string {
  const parts = [`curl -X ${method} ${quote(redactor.redact(url))}`];
  for (const [name, value] of Object.entries(redactor.redactHeaders(headers))) {
    if (!OWN_OF_CURL.has(name.toLowerCase())) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  if (typeof body === 'string') parts.push(`--data-raw ${quote(redactor.redact(body))}`);
  // Bytes have no place on a command line.
  else if (body !== undefined) parts.push('--data-binary @body');
  return parts.join(' \\\n  ');
}

/** Quotes an argument for a shell, and lets the shell fill in what was hidden. */
function quote(text: string): string {
  return text
    .split(REDACTED)
    .map((part) => (part === '' ? '' : `'${part.replaceAll("'", "'\\''")}'`))
    .join('"$TOKEN"');
}
