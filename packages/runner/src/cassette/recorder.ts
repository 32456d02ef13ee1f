import type { RecordedExchange, RequestDefinition } from '@waybill/collection';
import type { Redactor } from '@waybill/redaction';
import type { HttpRequest, HttpResponse } from '@waybill/rest';
import type { RunEvent } from '../events.ts';
import type { RunnerServices } from '../services.ts';
import { keptRequestBody, keptResponseBody, keptSize } from './kept-body.ts';
import { ExchangeWriter, type KeptRequest, type KeptResponse, recordError } from './record-exchange.ts';

/** All exchanges of a cassette together, in bytes: about what an editor opens and a review bears. */
const LARGEST_CASSETTE = 64 * 1024 * 1024;

/** What an exchange takes besides its bodies, roughly. */
const HEAD_SIZE = 1024;

interface Kept {
  readonly origin: RequestDefinition | undefined;
  request: KeptRequest;
  /** Nothing while it is under way. */
  response?: KeptResponse;
  error?: unknown;
}

interface RecorderOptions {
  readonly redactor: Redactor;
  /** Texts that differ from run to run, such as the port of a sandbox, and what to write instead. */
  readonly aliases?: readonly (readonly [from: string, to: string])[] | undefined;
  /** In bytes. Default 64 MiB. */
  readonly limit?: number | undefined;
}

/**
 * Keeps every exchange of a run. It watches the events of the run, too: exchanges are written in the order of the
 * results, which is that of the file whatever ran first.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #kept: Kept[] = [];
  /** Of requests whose result is not in, in the order they began. */
  readonly #pending = new Map<RequestDefinition | undefined, Kept[]>();
  #size = 0;
  #missed = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** How many exchanges there was no room for. */
  get missed(): number {
    return this.#missed;
  }

  /** The same services; what their client sends is kept. */
  services(services: RunnerServices): RunnerServices {
    const send = async (request: HttpRequest, origin?: RequestDefinition): Promise<HttpResponse> => {
      const { method, url, headers } = request;
      const body = keptRequestBody(request.body);
      const kept: Kept = { origin, request: { method, url, headers, body } };
      // Kept in the order of the questions: of two answers, either may be the first.
      const earlier = this.#pending.get(origin);
      if (earlier === undefined) this.#pending.set(origin, [kept]);
      else earlier.push(kept);
      try {
        const response = await services.client.send(request, origin);
        kept.response = { ...response, body: keptResponseBody(response.body) };
        // What went out, the credential that was attached included; of a redirect, what was asked first.
        if (response.redirects.length === 0) kept.request = { ...response.sent, body };
        return response;
      } catch (error) {
        kept.error = error;
        throw error;
      }
    };
    return { ...services, client: { send } };
  }

  onEvent(event: RunEvent): void {
    if (event.type !== 'request-finished') return;
    const { request } = event.result;
    for (const kept of this.#pending.get(request) ?? []) this.#keep(kept);
    this.#pending.delete(request);
  }

  /**
   * Everything so far, also of a run that was interrupted. Secrets are known best at the end of a run, so nothing is
   * redacted before.
   */
  exchanges(): RecordedExchange[] {
    const { redactor, aliases } = this.#options;
    const writer = new ExchangeWriter(redactor, aliases);
    return [...this.#kept, ...[...this.#pending.values()].flat()].flatMap(
      ({ origin, request, response, error }): RecordedExchange[] => {
        const head = {
          ...(origin === undefined ? {} : { for: redactor.redact(origin.id) }),
          request: writer.request(request),
        };
        if (response !== undefined) return [{ ...head, response: writer.response(response) }];
        const failure = recordError(error, redactor);
        return failure === undefined ? [] : [{ ...head, error: failure }];
      },
    );
  }

  #keep(kept: Kept): void {
    const size =
      HEAD_SIZE + keptSize(kept.request.body) + (kept.response === undefined ? 0 : keptSize(kept.response.body));
    if (this.#size + size > (this.#options.limit ?? LARGEST_CASSETTE)) {
      this.#missed += 1;
      return;
    }
    this.#size += size;
    this.#kept.push(kept);
  }
}
