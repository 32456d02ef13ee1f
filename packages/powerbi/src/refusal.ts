/** A response of Power BI, as far as it tells why a call was refused. */
export interface Evidence {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Claims of the token that was sent, unverified; absent when there was none, or it was opaque. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

/** What a refusal says, wherever the service wrote it. */
export interface Refusal {
  /** From the `x-powerbi-error-info` header or the body, e.g. `PowerBINotAuthorizedException`. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/**
 * Reads code and message out of a refusal. Power BI writes them in at least six ways, one of them a header beside an
 * empty body.
 */
export function readRefusal({ headers, body }: Pick<Evidence, 'headers' | 'body'>): Refusal {
  const outer = parseObject(body);
  const error = objectAt(outer, 'error') ?? outer;
  const powerBiError = objectAt(error, 'pbi.error');
  return {
    code:
      headers['x-powerbi-error-info'] ??
      textAt(error, 'code') ??
      textAt(powerBiError, 'code') ??
      textAt(error, 'errorCode') ??
      textAt(outer, 'error'),
    message: textAt(error, 'message') ?? textAt(outer, 'Message') ?? textAt(outer, 'message'),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function parseObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function objectAt(object: JsonObject | undefined, key: string): JsonObject | undefined {
  return asObject(object?.[key]);
}

function textAt(object: JsonObject | undefined, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
