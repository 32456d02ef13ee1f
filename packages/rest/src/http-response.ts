import type { ResponseBody } from './response-body.ts';

/** Milliseconds since the request was started. */
export interface Timings {
  readonly startedOn: Date;
  /** Until the status line and headers had arrived. */
  readonly headersMs: number;
  /** Until the last byte of the body had arrived. */
  readonly totalMs: number;
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
  readonly redirects: readonly Redirect[];
  /** The request as it went out last, credentials included: redact before showing it. */
  readonly sent: SentRequest;
}

/** A request as it was on the wire. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}
