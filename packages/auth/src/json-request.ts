import { networkError } from '@waybill/errors';
import { type Dispatcher, request } from 'undici';
import { cancelled } from './sign-in-context.ts';

/** No endpoint that hands out tokens takes this long; MSAL itself sets no limit. */
const TIMEOUT_MS = 30_000;

export type JsonObject = Readonly<Record<string, unknown>>;

export interface JsonRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly dispatcher?: Dispatcher | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Undefined when the answer is anything but a JSON object. */
  readonly body: JsonObject | undefined;
}

/**
 * Sends one request and reads its answer as a JSON object.
 *
 * @throws {NetworkError} when no answer comes
 * @throws {AuthError} ERR_AUTH_CANCELLED
 */
export async function requestJson(url: string, options: JsonRequest = {}): Promise<JsonAnswer> {
  const { method = 'GET', headers, body = null, dispatcher, signal } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await request(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      body,
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
    const text = await response.body.text();
    return { status: response.statusCode, headers: Object.fromEntries(flat), body: parseObject(text) };
  } catch (error) {
    throw signal?.aborted ? cancelled() : networkError(error, url);
  }
}

export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
