import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { networkError, type WaybillError } from '@waybill/errors';
import { type Dispatcher, request } from 'undici';
import { AuthError, type ErrorResponse, refusal } from './auth-error.ts';

/** No token endpoint takes this long; MSAL itself sets no limit. */
const TIMEOUT_MS = 30_000;

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * MSAL's way to the network, for one sign-in. MSAL takes any answer without an `error` for a success, even an empty
 * one, and rewrites what its network module throws, so this keeps the failure for whoever asked for the token.
 */
export class TokenTransport implements INetworkModule {
  readonly #dispatcher: Dispatcher | undefined;
  /** Why the sign-in failed, in our words; set before MSAL hears of it. */
  failure: WaybillError | undefined;

  constructor(dispatcher?: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  async sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send('GET', url, options);
  }

  async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send('POST', url, options);
  }

  async #send<T>(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    try {
      const { status, headers, body } = await sendForJson(method, url, options ?? {}, this.#dispatcher);
      if (isErrorResponse(body)) this.failure = refusal(body);
      return { status, headers, body: body as T };
    } catch (error) {
      this.failure = error as WaybillError;
      throw error;
    }
  }
}

/** Posts a form to a token endpoint and returns its success answer (RFC 6749 section 5.1), for what MSAL cannot do. */
export async function postForm(
  url: string,
  form: Readonly<Record<string, string>>,
  dispatcher?: Dispatcher,
): Promise<JsonObject> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const { body } = await sendForJson('POST', url, { headers, body: new URLSearchParams(form).toString() }, dispatcher);
  if (isErrorResponse(body)) throw refusal(body);
  return body;
}

interface JsonAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: JsonObject;
}

async function sendForJson(
  method: 'GET' | 'POST',
  url: string,
  options: NetworkRequestOptions,
  dispatcher: Dispatcher | undefined,
): Promise<JsonAnswer> {
  const answer = await send(method, url, options, dispatcher);
  const body = parseObject(answer.text);
  if (body === undefined || (answer.status >= 400 && !isErrorResponse(body))) {
    throw new AuthError(
      'ERR_AUTH_RESPONSE_INVALID',
      `${new URL(url).host} answered ${answer.status} without an OAuth 2.0 answer.`,
      {
        hint: 'Check authority and tenantId; a proxy or a login page may have answered in place of Entra.',
      },
    );
  }
  return { status: answer.status, headers: answer.headers, body };
}

async function send(
  method: 'GET' | 'POST',
  url: string,
  options: NetworkRequestOptions,
  dispatcher: Dispatcher | undefined,
) {
  try {
    const response = await request(url, {
      method,
      headers: options.headers ?? {},
      body: options.body ?? null,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
    return { status: response.statusCode, headers: Object.fromEntries(headers), text: await response.body.text() };
  } catch (error) {
    throw networkError(error, url);
  }
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function isErrorResponse(body: JsonObject): body is JsonObject & ErrorResponse {
  return typeof body.error === 'string';
}
