import { Buffer, isUtf8 } from 'node:buffer';
import type { RecordedBody } from '@waybill/collection';
import type { Redactor } from '@waybill/redaction';
import { type KeptBody, LARGEST_BODY } from './kept-body.ts';

/** Above this, JSON stays one line of text: nobody reads it, and YAML of that size is slow. */
const LARGEST_TREE = 64 * 1024;

/** A body as a cassette keeps it, without a secret in it. Nothing when it is empty. */
export function recordBody(body: KeptBody, type: string, redactor: Pick<Redactor, 'redact'>): RecordedBody {
  if (!(body instanceof Uint8Array)) {
    return { omitted: `${body.tooLarge} bytes, more than the ${LARGEST_BODY} that a cassette keeps of one body` };
  }
  if (body.length === 0) return {};
  const bytes = Buffer.from(body);
  if (!isUtf8(bytes)) return recordBytes(bytes, redactor);
  const text = redactor.redact(bytes.toString('utf8'));
  // Of a stream of events the list of them is kept, which is JSON whatever the type.
  const json = /json|event-stream/i.test(type) && text.length <= LARGEST_TREE ? treeOf(text) : undefined;
  return json ?? { text };
}

/** What cannot be redacted without breaking it is not kept. */
function recordBytes(bytes: Buffer, redactor: Pick<Redactor, 'redact'>): RecordedBody {
  const base64 = bytes.toString('base64');
  const readable = bytes.toString('latin1');
  const isClean = redactor.redact(base64) === base64 && redactor.redact(readable) === readable;
  return isClean ? { base64 } : { omitted: `${bytes.length} bytes with a secret among them` };
}

/** The JSON of a text, if writing it gives the very same text again. */
function treeOf(text: string): { json: unknown } | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return JSON.stringify(json) === text && isPlain(json, 0) ? { json } : undefined;
  } catch {
    return undefined;
  }
}

const DEEPEST = 50;

/** Whether YAML keeps it as it is. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEEPEST) return false;
  return Object.entries(value).every(([key, each]) => key.isWellFormed() && isPlain(each, depth + 1));
}

/** The bytes that a recorded body stands for. */
export function recordedBytes({ json, text, base64 }: RecordedBody): Buffer {
  if (json !== undefined) return Buffer.from(JSON.stringify(json));
  return base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
}
