import { parseDuration, type RenderContext, renderText } from '@waybill/collection';
import type { SourceLocation } from '@waybill/errors';

/** Reads a duration that may be a template, in ms. */
export function renderDuration(
  duration: string | number | undefined,
  context: RenderContext,
  location: SourceLocation,
): number | undefined {
  if (duration === undefined) return undefined;
  return parseDuration(typeof duration === 'string' ? renderText(duration, context, location) : duration);
}
