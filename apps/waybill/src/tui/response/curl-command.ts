import { isSensitiveField, REDACTED, type Redactor } from '@waybill/redaction';
import type { Part, SentRequest } from '@waybill/rest';

/** Headers that curl writes by itself. */
const OWN_OF_CURL = new Set(['host', 'content-length', 'connection']);

/** The request as a command for a POSIX shell. Every credential is `$TOKEN` in it. */
export function curlCommand({ method, url, headers, body }: SentRequest, redactor: Redactor): string {
  const parts = [`curl -X ${method} ${quote(redactor.redact(url))}`];
  for (const [name, value] of Object.entries(redactor.redactHeaders(headers))) {
    if (!OWN_OF_CURL.has(name.toLowerCase()) && !isOwnBoundary(name, body))
      parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  return [...parts, ...dataOptions(body, redactor)].join(' \\\n  ');
}

/** A form that curl makes itself has a boundary of its own. */
function isOwnBoundary(header: string, body: SentRequest['body']): boolean {
  return (
    header.toLowerCase() === 'content-type' && typeof body === 'object' && 'kind' in body && body.kind === 'multipart'
  );
}

function dataOptions(body: SentRequest['body'], redactor: Redactor): readonly string[] {
  if (body === undefined) return [];
  if (typeof body === 'string') return [`--data-raw ${quote(redactor.redact(body))}`];
  // Bytes have no place on a command line.
  if (body instanceof Uint8Array) return ['--data-binary @body'];
  if (body.kind === 'file') return [`--data-binary ${quote(redactor.redact(`@${body.path}`))}`];
  return body.parts.map((part) => formOption(part, redactor));
}

/** `--form-string` takes a value as it is, also one that begins with `@`. */
function formOption(part: Part, redactor: Redactor): string {
  if (!('file' in part)) {
    const value = isSensitiveField(part.name) ? REDACTED : redactor.redact(part.value);
    return `--form-string ${quote(`${redactor.redact(part.name)}=${value}`)}`;
  }
  const [file, filename] = [part.file.path, part.filename].map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`);
  return `-F ${quote(redactor.redact(`${part.name}=@${file};filename=${filename};type=${part.type}`))}`;
}

/** Quotes an argument for a shell, and lets the shell fill in what was hidden. */
function quote(text: string): string {
  return text
    .split(REDACTED)
    .map((part) => (part === '' ? '' : `'${part.replaceAll("'", "'\\''")}'`))
    .join('"$TOKEN"');
}
