import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { WaybillError } from '@waybill/errors';
import type { Dispatcher } from 'undici';
import { AuthError, type ErrorResponse, refusal } from './auth-error.ts';
import { type JsonAnswer, type JsonObject, type JsonRequest, requestJson } from './json-request.ts';

/**
 * MSAL's way to the network, for one sign-in. MSAL takes any answer without an `error` for a success, even an empty
 * one, and rewrites what its network module throws, so this keeps the failure for whoever asked for the token.
 */
export class TokenTransport implements INetworkModule {
  readonly #dispatcher: Dispatcher | undefined;
  readonly #signal: AbortSignal | undefined;
  /** Why the sign-in failed, in our words; set before MSAL hears of it. */
  failure: WaybillError | undefined;
  /** The refresh token of the last answer, which MSAL keeps to itself. */
  refreshToken: string | undefined;

  constructor(dispatcher?: Dispatcher, signal?: AbortSignal) {
    this.#dispatcher = dispatcher;
    this.#signal = signal;
  }

  async sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send('GET', url, options);
  }

  async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send('POST', url, options);
  }

  async #send<T>(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    try {
      const { headers, body: form } = options ?? {};
      const dispatcher = this.#dispatcher;
      const answer = await requestOAuth(url, { method, headers, body: form, dispatcher, signal: this.#signal });
      const { body } = answer;
      if (isErrorResponse(body)) this.failure = refusal(body, new URL(url).host);
      if (typeof body.refresh_token === 'string') this.refreshToken = body.refresh_token;
      return { status: answer.status, headers: answer.headers, body: body as T };
    } catch (error) {
      this.failure = error as WaybillError;
      throw error;
    }
  }
}

/**
 * Posts a form to a token endpoint and returns its success answer (RFC 6749 section 5.1), for what MSAL cannot do.
 *
 * @throws {AuthError} ERR_AUTH_REFUSED, ERR_AUTH_RESPONSE_INVALID
 */
export async function postForm(
  url: string,
  form: Readonly<Record<string, string | undefined>>,
  options: Omit<JsonRequest, 'method' | 'body'> = {},
): Promise<JsonObject> {
  const fields = Object.entries(form).filter((field): field is [string, string] => field[1] !== undefined);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...options.headers };
  const body = new URLSearchParams(fields).toString();
  const answer = await requestOAuth(url, { ...options, method: 'POST', headers, body });
  if (isErrorResponse(answer.body)) throw refusal(answer.body, new URL(url).host);
  return answer.body;
}

type OAuthAnswer = JsonAnswer & { readonly body: JsonObject };

async function requestOAuth(url: string, options: JsonRequest): Promise<OAuthAnswer> {
  const answer = await requestJson(url, options);
  const { body, status } = answer;
  if (body === undefined || (status >= 400 && !isErrorResponse(body))) {
    throw new AuthError(
      'ERR_AUTH_RESPONSE_INVALID',
      `${new URL(url).host} answered ${status} without an OAuth 2.0 answer.`,
      {
        hint: 'Check authority and tenantId; a proxy or a login page may have answered in place of Entra.',
      },
    );
  }
  return { ...answer, body };
}

function isErrorResponse(body: JsonObject): body is JsonObject & ErrorResponse {
  return typeof body.error === 'string';
}
