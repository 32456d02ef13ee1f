import type { SourceLocation } from '@waybill/errors';
import type { Place } from '../yaml/place.ts';
import { joinSpans } from '../yaml/spans.ts';
import type { Inherited } from './inheritance.ts';

export interface JoinedUrl {
  readonly url: string;
  /** The place of the URL as written; it covers `baseUrl` as well. */
  readonly location: () => SourceLocation;
}

/** Puts `baseUrl` in front of a relative URL; undefined when there is none. */
export function joinUrl(place: Place, url: string, baseUrl: Inherited['baseUrl']): JoinedUrl | undefined {
  if (/^(https?:\/\/|\{\{)/i.test(url)) return { url, location: () => place.location };
  if (baseUrl === undefined) {
    return void place.report(
      'The URL is relative, and there is no `baseUrl`.',
      'Write the whole URL, or add `baseUrl` to the file.',
    );
  }
  const base = baseUrl.value.replace(/\/+$/, '');
  return {
    url: url.startsWith('/') ? base + url : url === '' ? baseUrl.value : `${base}/${url}`,
    location: () => joinSpans(place.location, baseUrl.location),
  };
}
