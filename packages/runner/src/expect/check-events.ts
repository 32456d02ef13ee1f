import { type EventStream, type RenderContext, type RequestDefinition, renderText } from '@waybill/collection';
import { isEventStream, type ServerSentEvent } from '@waybill/rest';
import type { Mismatch } from '../result.ts';
import type { Standard } from './check-expectations.ts';
import { checkMatcher } from './check-matcher.ts';
import { selectIn } from './select-by-path.ts';

/** What the data of an event lacks to be the one that is waited for. */
export function checkEvent({ until }: EventStream, data: unknown, context: RenderContext): readonly Mismatch[] {
  return until.flatMap(({ path, ...expected }) => {
    const rendered = renderText(path, context, expected.location);
    return checkMatcher(
      rendered,
      expected,
      selectIn(rendered, () => data, expected.location),
      context,
    );
  });
}

/** Whether a response is a stream of events at all, and whether the event came that was waited for. */
export function checkEvents({ events }: RequestDefinition, { response, context }: Standard): readonly Mismatch[] {
  // An error has no events; its status says so.
  if (events === undefined || response.status >= 300) return [];
  const { location, until } = events;
  const type = response.headers['content-type'];
  if (!isEventStream(type)) {
    return [{ subject: 'header content-type', expected: 'text/event-stream', actual: type ?? 'nothing', location }];
  }
  const received = response.body.json() as readonly ServerSentEvent[];
  const last = received.at(-1);
  if (until.length === 0) return [];
  if (last === undefined)
    return [{ subject: 'events', expected: 'the event of `until`', actual: 'no event', location }];
  return checkEvent(events, last.data, context).map((mismatch) => ({
    ...mismatch,
    subject: `events ${mismatch.subject}`,
    actual: `${mismatch.actual} in the last event (${received.length} came)`,
  }));
}
