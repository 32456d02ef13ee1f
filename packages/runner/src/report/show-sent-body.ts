import { basename } from 'node:path';
import { isSensitiveField, REDACTED } from '@waybill/redaction';
import type { FileBody, Part, RequestBody } from '@waybill/rest';

/** What a request sends, as text that still has to be redacted: files by name and size, a part of a form on each line. */
export function sentBodyText(body: RequestBody | undefined): string {
  if (body === undefined || typeof body === 'string') return body ?? '';
  if (body instanceof Uint8Array) return `<${body.length} bytes>`;
  return body.kind === 'file' ? fileText(body) : body.parts.map(partText).join('\n');
}

function partText(part: Part): string {
  if (!('file' in part)) return `${part.name}: ${isSensitiveField(part.name) ? REDACTED : part.value}`;
  const renamed = part.filename === basename(part.file.path) ? '' : ` as ${part.filename}`;
  return `${part.name}: ${fileText(part.file)}${renamed}, ${part.type}`;
}

function fileText({ path, size }: FileBody): string {
  return `<${basename(path)}, ${size} bytes>`;
}
