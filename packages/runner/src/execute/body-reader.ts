import type { EventStream, RenderContext, RequestDefinition } from '@waybill/collection';
import { type BodyReader, readEvents, saveTo } from '@waybill/rest';
import { checkEvent } from '../expect/check-events.ts';
import type { FileAccess } from '../files.ts';
import { downloadTarget } from './download-target.ts';
import { renderDuration } from './render-duration.ts';

/** How the body of a response is taken in; undefined when it is simply read. */
export function bodyReaderOf(
  request: RequestDefinition,
  context: RenderContext,
  files: FileAccess,
): BodyReader | undefined {
  const { events } = request;
  if (events === undefined) {
    const target = downloadTarget(request, context, files);
    return target === undefined ? undefined : saveTo(target);
  }
  const isAwaited = (data: unknown) => checkEvent(events, data, context).length === 0;
  return readEvents({
    max: events.max,
    timeoutMs: listeningMs(events, context),
    isLast: ({ data }) => events.until.length > 0 && isAwaited(data),
  });
}

/** How long a stream of events is listened to. */
export function listeningMs({ timeoutDuration, location }: EventStream, context: RenderContext): number {
  return renderDuration(timeoutDuration, context, location) ?? 0;
}
