import type { Paging } from '../model.ts';
import type { Place } from '../yaml/place.ts';

/** What Power BI answers when `$top` is left out, where it has one. */
const PAGE_SIZE = 100;

/** Reads `paginate`, whose shape was checked before; undefined when there is none. */
export function readPaging(place: Place, method: string | undefined): Paging | undefined {
  if (place.value === undefined) return undefined;
  const by = place.at('by').value as Paging['by'];
  const pageSize = place.at('pageSize');
  if (method !== undefined && method !== 'GET') {
    place.reportKey(`\`paginate\` is for GET, not for ${method}.`, 'Remove it, or read the list with a GET.');
  }
  if (pageSize.value !== undefined && by !== 'skip') {
    pageSize.reportKey('`pageSize` is for `by: skip` only: elsewhere the service decides.', 'Remove it.');
  }
  return {
    by,
    pages: Number(place.at('pages').value),
    pageSize: Number(pageSize.value ?? PAGE_SIZE),
    location: place.keyLocation,
  };
}
