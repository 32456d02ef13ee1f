import { assertSize, type BodyReader, isSuccess, readIntoMemory } from './body-reader.ts';
import { ResponseBody } from './response-body.ts';

/** One event of a stream (WHATWG HTML, server-sent events). */
export interface ServerSentEvent {
  /** `message` when the stream gives no other. */
  readonly event: string;
  /** The value, when the text is JSON. */
  readonly data: unknown;
  readonly id?: string;
}

/** When to stop listening. */
export interface EventsWanted {
  readonly max: number;
  /** From the first byte of the response on. */
  readonly timeoutMs: number;
  /** Whether this is the event that was waited for. */
  isLast(event: ServerSentEvent): boolean;
}

/** Whether a response is a stream of events. */
export function isEventStream(contentType: string | undefined): boolean {
  return /^text\/event-stream\s*(?:;|$)/i.test(contentType ?? '');
}

/**
 * Listens to a stream of events until there is enough, and closes it. The body is then the list of its events. A response
 * that is no such stream is read into memory.
 *
 * @throws {WaybillError} ERR_BODY_TOO_LARGE, and what `isLast` throws
 */
export function readEvents(wanted: EventsWanted): BodyReader {
  return async (incoming) => {
    const { status, headers, stream } = incoming;
    if (!isSuccess(status) || !isEventStream(headers['content-type'])) return readIntoMemory(incoming);
    const { createParser } = await import('eventsource-parser');
    const events: ServerSentEvent[] = [];
    let isEnough = false;
    const parser = createParser({
      onEvent: ({ event = 'message', data, id }) => {
        // One chunk may hold more events than were asked for.
        if (isEnough) return;
        const received = { event, data: parsed(data), ...(id === undefined ? {} : { id }) };
        events.push(received);
        isEnough = events.length >= wanted.max || wanted.isLast(received);
      },
    });
    const decoder = new TextDecoder();
    let length = 0;
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      stream.destroy();
    }, wanted.timeoutMs);
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        length += chunk.length;
        assertSize(length, incoming);
        parser.feed(decoder.decode(chunk, { stream: true }));
        if (isEnough) break;
      }
    } catch (error) {
      // A stream that was closed because its time was up ends with an error, but is none.
      if (!isOver) throw error;
    } finally {
      clearTimeout(timer);
    }
    return ResponseBody.ofJson(events);
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
