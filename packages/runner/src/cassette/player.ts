import { Readable } from 'node:stream';
import type { Cassette, RecordedResponse, RequestDefinition } from '@waybill/collection';
import { formatLocation, WaybillError } from '@waybill/errors';
import {
  type HttpRequest,
  type HttpResponse,
  isEventStream,
  ResponseBody,
  readIntoMemory,
  type TokenProvider,
} from '@waybill/rest';
import { impatientClock } from '../clock.ts';
import type { RunnerServices } from '../services.ts';
import { exchangeKey, looseKey, volatileKey } from './exchange-key.ts';
import { keptRequestBody } from './kept-body.ts';
import { ExchangeWriter } from './record-exchange.ts';
import { recordedBytes } from './recorded-body.ts';

type Entry = Cassette['exchanges'][number] & { readonly key: string };

/** Answers from a cassette: each exchange once, those of the same method, URL and body in their order. */
export class Player {
  readonly #cassette: Cassette;
  readonly #entries: readonly Entry[];
  readonly #exact: ReadonlyMap<string, Entry[]>;
  readonly #loose: ReadonlyMap<string, Entry[]>;
  readonly #volatile: ReadonlyMap<string, Entry[]>;
  readonly #used = new Set<Entry>();
  readonly #clock = impatientClock();

  constructor(cassette: Cassette) {
    this.#cassette = cassette;
    this.#entries = cassette.exchanges.map((exchange) => ({ ...exchange, key: exchangeKey(exchange.request) }));
    this.#exact = Map.groupBy(this.#entries, ({ key }) => key);
    this.#loose = Map.groupBy(this.#entries, ({ key }) => looseKey(key));
    this.#volatile = Map.groupBy(this.#entries, (entry) => volatileKey(entry.for, entry.key));
  }

  /** Exchanges nobody asked for. */
  get unused(): Cassette['exchanges'] {
    return this.#entries.filter((entry) => !this.#used.has(entry));
  }

  /** The same services, but nothing is sent, nobody signs in, and no wait takes time. */
  services(services: RunnerServices): RunnerServices {
    const writer = new ExchangeWriter(services.redactor);
    const send = (request: HttpRequest, origin?: RequestDefinition) => this.#answer(request, origin, writer);
    return { ...services, client: { send }, tokenProvider: () => NOBODY, clock: this.#clock, rateLimiter: undefined };
  }

  async #answer(
    request: HttpRequest,
    origin: RequestDefinition | undefined,
    writer: ExchangeWriter,
  ): Promise<HttpResponse> {
    if (request.signal?.aborted) throw new WaybillError('ERR_CANCELLED', 'The request was cancelled.');
    const key = exchangeKey(writer.request({ ...request, body: keptRequestBody(request.body) }));
    const entry =
      this.#next(this.#exact.get(key)) ??
      this.#next(this.#loose.get(looseKey(key))) ??
      this.#next(this.#volatile.get(volatileKey(origin?.id, key)));
    if (entry === undefined) throw this.#notRecorded(key, origin);
    this.#used.add(entry);
    const { response, error } = entry;
    if (error !== undefined) throw new WaybillError(error.code, error.message, { hint: error.hint });
    if (response?.omitted !== undefined) throw omitted(entry, response.omitted);
    return responseOf(response as RecordedResponse, request, entry);
  }

  /** Takes those that were used out of the way. */
  #next(queue: Entry[] | undefined): Entry | undefined {
    for (let entry = queue?.shift(); entry !== undefined; entry = queue?.shift())
      if (!this.#used.has(entry)) return entry;
    return undefined;
  }

  #notRecorded(key: string, origin: RequestDefinition | undefined): WaybillError {
    const [line = ''] = key.split('\n', 1);
    const times = this.#entries.filter((entry) => entry.key === key).length;
    const asked = times === 0 ? 'is not in' : `is only ${times === 1 ? 'once' : `${times} times`} in`;
    const near = this.#nearest(line, origin);
    const there =
      near.length === 0 ? 'It holds no exchange at all.' : `Nearest there: ${near.map(describe).join('; ')}.`;
    return new WaybillError('ERR_NOT_RECORDED', `${line} ${asked} ${this.#cassette.file}${bodyOf(key, near)}.`, {
      hint: `${there} What changes from run to run, such as random(), cannot be found again; else record anew with --record.`,
    });
  }

  /** Those that begin most alike; of them first what the same request once asked. */
  #nearest(line: string, origin: RequestDefinition | undefined): readonly Entry[] {
    const lines = new Map(this.#entries.map((entry) => [entry.key, entry]));
    const score = (entry: Entry) => commonStart(entry.key, line) + (entry.for === origin?.id ? 1_000 : 0);
    return [...lines.values()].sort((left, right) => score(right) - score(left)).slice(0, 3);
  }
}

/** A replay needs no token; whoever asks for one has left the cassette. */
const NOBODY: TokenProvider = {
  allows: () => false,
  getToken: async () => {
    throw new WaybillError('ERR_NOT_RECORDED', 'A replay signs in as nobody.');
  },
};

async function responseOf(
  recorded: RecordedResponse,
  request: HttpRequest,
  { request: asked }: Entry,
): Promise<HttpResponse> {
  const { status, httpVersion = '1.1', redirects = [], certificate, headers = {} } = recorded;
  const { method, body } = request;
  return {
    status,
    httpVersion,
    redirects,
    isRedacted: true,
    headers,
    body: await playedBody(recorded, request),
    // Nothing took any time: what `time` demands of a service is not what a cassette can tell.
    timings: { startedOn: new Date(), headersMs: 0, totalMs: 0 },
    ...(certificate === undefined
      ? {}
      : {
          certificate: {
            ...certificate,
            validFrom: new Date(certificate.validFrom),
            validTo: new Date(certificate.validTo),
          },
        }),
    sent: { method, url: redirects.at(-1)?.location ?? request.url, headers: asked.headers ?? {}, body },
  };
}

/** A body goes where that of the service would have gone: to a file, or to memory. */
function playedBody(recorded: RecordedResponse, { readBody, url }: HttpRequest): Promise<ResponseBody> {
  const { status, headers = {}, json } = recorded;
  const read = readBody ?? readIntoMemory;
  // Of a stream of events the list is recorded that was made of it.
  if (json !== undefined && isEventStream(headers['content-type'])) return Promise.resolve(ResponseBody.ofJson(json));
  const stream = Readable.from([recordedBytes(recorded)]);
  return read({ status, headers, stream, host: new URL(url).host, maxBytes: Number.POSITIVE_INFINITY });
}

function omitted({ request, location }: Entry, reason: string): WaybillError {
  const message = `The body that answered ${request.method} ${request.url} was not recorded: ${reason}.`;
  return new WaybillError('ERR_NOT_RECORDED', message, {
    hint: `Ask for less and record again, or write a body into ${formatLocation(location)}.`,
  });
}

function describe({ request, location, for: origin }: Entry): string {
  return `${request.method} ${request.url} (${origin === undefined ? '' : `${origin}, `}line ${location.line})`;
}

/** Says so when only the body makes the difference. */
function bodyOf(key: string, near: readonly Entry[]): string {
  const [line = ''] = key.split('\n', 1);
  const isSame = near.some((entry) => entry.key !== key && entry.key.startsWith(`${line}\n`));
  return isSame ? ' with this body' : '';
}

function commonStart(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length] && length < right.length) length += 1;
  return length;
}
