import type { RequestBody } from './request-body.ts';
import type { ResponseBody } from './response-body.ts';

/** Where the milliseconds went. Of redirects, the last hop tells how its connection was opened. */
export interface Timings {
  readonly startedOn: Date;
  /** The steps of opening the connection; undefined for one that did not happen, as on a connection that was open. */
  readonly dnsMs?: number | undefined;
  readonly tcpMs?: number | undefined;
  readonly tlsMs?: number | undefined;
  /** From the start of the request until the status line and headers had arrived. */
  readonly headersMs: number;
  /** From the start of the request until the last byte of the body had arrived. */
  readonly totalMs: number;
}

/** What a TLS server proved itself with. */
export interface ServerCertificate {
  /** Common name; the alternative names of a certificate that has none. */
  readonly subject: string;
  /** Common name of who signed it. */
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** One hop of a redirect that was followed. */
export interface Redirect {
  readonly status: number;
  readonly location: string;
}

/** What came back, after redirects. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ResponseBody;
  readonly timings: Timings;
  readonly httpVersion: '1.1' | '2';
  /** Of the server at the end of a TLS connection, also of one that was open already. */
  readonly certificate?: ServerCertificate | undefined;
  readonly redirects: readonly Redirect[];
  /** Whether it comes from a cassette: what was secret in it is not there. */
  readonly isRedacted?: true | undefined;
  /** The request as it went out last, credentials included: redact before showing it. */
  readonly sent: SentRequest;
}

/** A request as it was on the wire. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody | undefined;
}
