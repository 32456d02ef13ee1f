import { type ClaimsChallenge, readChallenge } from './challenge.ts';
import type { Evidence } from './evidence.ts';

/** What a refusal says, wherever the service wrote it. */
export interface Refusal {
  /** From the `x-powerbi-error-info` header or the body, e.g. `PowerBINotAuthorizedException`. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** What Power BI says on top, e.g. `AnalysisServicesErrorCode`. */
  readonly details: readonly RefusalDetail[];
  /** What a new token has to hold, if that is what is wrong. */
  readonly challenge: ClaimsChallenge | undefined;
  /** What Microsoft's support asks for. */
  readonly requestId: string | undefined;
}

export interface RefusalDetail {
  readonly code: string;
  readonly value: string;
}

type Said = Pick<Refusal, 'code' | 'message' | 'details' | 'requestId'>;

/**
 * Reads a refusal. Power BI writes code and message in at least seven ways, one of them a header beside an empty body;
 * Fabric and Entra, which answer some of the calls, have their own.
 */
export function readRefusal({ headers, body }: Pick<Evidence, 'headers' | 'body'>): Refusal {
  const inBody = readError(body);
  // Some operations leave the body empty and put what would have been there into this header.
  const inHeader = readError(headers['x-powerbi-error-details'] ?? '');
  return {
    code:
      nonEmpty(headers['x-powerbi-error-info']) ??
      inBody.code ??
      inHeader.code ??
      nonEmpty(headers['x-ms-public-api-error-code']),
    message: inBody.message ?? inHeader.message,
    details: [...inBody.details, ...inHeader.details],
    challenge: readChallenge(headers['www-authenticate'] ?? ''),
    requestId: nonEmpty(headers.requestid) ?? nonEmpty(headers['x-ms-request-id']) ?? inBody.requestId,
  };
}

function readError(text: string): Said {
  const json = parse(text);
  const outer = asObject(json);
  if (json === undefined) return { ...NOTHING, message: plainText(text) };
  if (outer === undefined) return { ...NOTHING, message: typeof json === 'string' ? nonEmpty(json) : undefined };
  const error = objectAt(outer, 'error') ?? outer;
  const powerBi = objectAt(error, 'pbi.error');
  const details = detailsOf(fieldOf(powerBi, 'details') ?? fieldOf(error, 'details'));
  return {
    code:
      textAt(error, 'code') ??
      textAt(powerBi, 'code') ??
      textAt(error, 'errorCode') ??
      // OAuth has its code where others have an object.
      textAt(outer, 'error'),
    message:
      textAt(error, 'message') ??
      textAt(outer, 'error_description') ??
      textAt(outer, 'message') ??
      details.find(({ code }) => code === 'DetailsMessage')?.value,
    details,
    requestId: textAt(outer, 'requestId'),
  };
}

const NOTHING: Said = { code: undefined, message: undefined, details: [], requestId: undefined };

/** A fault far down answers in a line of plain text; a page of HTML is no message. */
function plainText(text: string): string | undefined {
  return text.length < 300 && !/[<{[]/.test(text) ? nonEmpty(text) : undefined;
}

/** `[{"code":"…","detail":{"type":1,"value":"…"}}]` */
function detailsOf(value: unknown): readonly RefusalDetail[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const code = textAt(asObject(entry), 'code');
    const detail = objectAt(asObject(entry), 'detail');
    const text = textAt(detail, 'value') ?? textAt(asObject(entry), 'message');
    return code === undefined || text === undefined ? [] : [{ code, value: text }];
  });
}

type JsonObject = Readonly<Record<string, unknown>>;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The same field is `Message` here and `message` there. */
function fieldOf(object: JsonObject | undefined, name: string): unknown {
  if (object === undefined) return undefined;
  return Object.entries(object).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function objectAt(object: JsonObject | undefined, name: string): JsonObject | undefined {
  return asObject(fieldOf(object, name));
}

function textAt(object: JsonObject | undefined, name: string): string | undefined {
  const value = fieldOf(object, name);
  return typeof value === 'string' ? nonEmpty(value) : undefined;
}

function nonEmpty(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
