import { formatLocation, LocatedError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { Preview } from '../plan/preview.ts';
import { shorten, showSent } from './show-exchange.ts';

/** The lines of one request of a dry run, redacted. */
export function showPreview(preview: Preview, redactor: Redactor): readonly string[] {
  const { request, sent, saves, skipped, waitsFor, error } = preview;
  const safe = (text: string) => shorten(redactor.redact(text));
  const lines = [`  ${request.method.padEnd(6)} ${safe(request.name)}  ${safe(request.id)}`];
  if (request.teardown) lines.push('      teardown: also after a failure and Ctrl+C');
  if (request.auth !== undefined) lines.push(`      signed in as ${safe(request.auth)}`);
  if (skipped !== undefined) lines.push(`      skipped: ${safe(skipped)}`);
  if (sent !== undefined) lines.push(...showSent(sent, redactor).map((line) => `      → ${line}`));
  else if (waitsFor.length > 0)
    lines.push(`      → ${safe(request.url)}`, `      known when captured: ${waitsFor.join(', ')}`);
  if (saves !== undefined) lines.push(`      ← saved to ${safe(saves)}`);
  if (error !== undefined) {
    const place = error instanceof LocatedError ? `${formatLocation(error.location)}: ` : '';
    lines.push(`      error ${place}${safe(error.message)} [${error.code}]`);
    if (error.hint !== undefined) lines.push(`      ${safe(error.hint)}`);
  }
  return lines;
}
