import {
  type RecordedError,
  type RecordedRequest,
  type RecordedResponse,
  recordedErrorCode,
} from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { HttpResponse, SentRequest } from '@waybill/rest';
import type { KeptBody } from './kept-body.ts';
import { recordBody } from './recorded-body.ts';

/** A request with its body in hand. */
export type KeptRequest = Omit<SentRequest, 'body'> & { readonly body: KeptBody };

/** A response with its body in hand. */
export type KeptResponse = Omit<HttpResponse, 'body'> & { readonly body: KeptBody };

type Headers = Readonly<Record<string, string>>;

/** What belongs to the client, the connection or the moment, not to the exchange; a length changes with what is redacted. */
const VOLATILE_HEADER =
  /^(date|age|expires|connection|keep-alive|transfer-encoding|content-length|server-timing|user-agent|accept-encoding|traceparent)$/i;

/** Makes what is written of an exchange, without a secret in it. */
export class ExchangeWriter {
  readonly #redactor: Redactor;
  /** Texts that differ from run to run, and what is written instead of them. */
  readonly #aliases: readonly (readonly [string, string])[];

  constructor(redactor: Redactor, aliases: readonly (readonly [string, string])[] = []) {
    this.#redactor = redactor;
    this.#aliases = aliases;
  }

  request({ method, url, headers, body }: KeptRequest): RecordedRequest {
    return { method, url: this.#text(url), ...this.#headers(headers), ...this.#body(body, headers) };
  }

  response(response: KeptResponse): RecordedResponse {
    const { status, httpVersion, redirects, certificate, headers, body } = response;
    return {
      status,
      ...(httpVersion === '1.1' ? {} : { httpVersion }),
      ...(redirects.length === 0
        ? {}
        : { redirects: redirects.map((hop) => ({ status: hop.status, location: this.#text(hop.location) })) }),
      ...(certificate === undefined
        ? {}
        : {
            certificate: {
              subject: certificate.subject,
              issuer: certificate.issuer,
              validFrom: certificate.validFrom.toISOString(),
              validTo: certificate.validTo.toISOString(),
            },
          }),
      ...this.#headers(headers),
      ...this.#body(body, headers),
    };
  }

  #text(text: string): string {
    return this.#redactor.redact(this.#withAliases(text));
  }

  #headers(headers: Headers): { headers?: Record<string, string> } {
    const kept = Object.entries(headers)
      .filter(([name]) => !VOLATILE_HEADER.test(name))
      // The boundary of a form is another one each time.
      .map(([name, value]) => [name.toLowerCase(), this.#withAliases(value).replace(/; *boundary=.*/, '')] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1));
    return kept.length === 0 ? {} : { headers: this.#redactor.redactHeaders(Object.fromEntries(kept)) };
  }

  #body(body: KeptBody, headers: Headers) {
    const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    return recordBody(body, type, { redact: (text: string) => this.#text(text) });
  }

  #withAliases(text: string): string {
    return this.#aliases.reduce((each, [from, to]) => each.replaceAll(from, to), text);
  }
}

/** What to keep of an error; nothing when it did not come from the wire. */
export function recordError(error: unknown, redactor: Redactor): RecordedError | undefined {
  if (!(error instanceof WaybillError)) return undefined;
  const code = recordedErrorCode(error.code);
  if (code === undefined) return undefined;
  const hint = error.hint === undefined ? {} : { hint: redactor.redact(error.hint) };
  return { code, message: redactor.redact(error.message), ...hint };
}
