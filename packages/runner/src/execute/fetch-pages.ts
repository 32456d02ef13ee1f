import type { Paging } from '@waybill/collection';
import { LocatedError } from '@waybill/errors';
import { type HttpRequest, type HttpResponse, ResponseBody } from '@waybill/rest';
import { located } from '../located.ts';
import { followLink } from './follow-link.ts';
import { parseUrl } from './render-request.ts';
import type { Verdict } from './send-with-retry.ts';

export interface Pages extends Verdict {
  /** How many were fetched. */
  readonly pages: number;
}

/** What there is of a list so far. */
export interface PageProgress {
  readonly page: number;
  readonly items: number;
}

/**
 * Fetches a list page by page, as far as it goes and `pages` allows, and gives its response as if it had come in one:
 * every list at the top of the pages is joined. Of a page that was joined nothing else is kept. An empty page is not the end; only the service says what is.
 *
 * @throws {LocatedError} ERR_BODY_NOT_JSON, ERR_URL_INVALID, ERR_SCHEMA for a page that is none
 */
export async function fetchPages(
  paging: Paging,
  first: HttpRequest,
  fetchPage: (request: HttpRequest) => Promise<Verdict>,
  onPage: (progress: PageProgress) => void,
): Promise<Pages> {
  let request: HttpRequest | undefined = paging.by === 'skip' ? atOffset(first, paging, 0) : first;
  let merged: Page = {};
  const timings = { startedOn: new Date(), headersMs: 0, totalMs: 0 };
  for (let pages = 1; ; pages += 1) {
    const verdict = await fetchPage(request);
    const { response } = verdict;
    if (response === undefined || verdict.mismatches.length > 0 || verdict.error !== undefined)
      return { ...verdict, pages };
    // An error that was expected is no list.
    if (response.status >= 300) return { ...verdict, pages };
    const page = pageOf(response, paging);
    merged = join(merged, page);
    onPage({ page: pages, items: itemsOf(merged) });
    timings.headersMs += response.timings.headersMs;
    timings.totalMs += response.timings.totalMs;
    request = pages < paging.pages ? nextRequest(paging, request, page, response, pages) : undefined;
    if (request === undefined) {
      return { response: { ...response, timings, body: ResponseBody.ofJson(merged) }, mismatches: [], pages };
    }
  }
}

type Page = Readonly<Record<string, unknown>>;

function pageOf(response: HttpResponse, { location }: Paging): Page {
  const body = located(location, () => response.body.json());
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Page;
  throw new LocatedError('ERR_SCHEMA', 'The response is no page: it is not a JSON object.', location, {
    hint: 'Remove `paginate`; the whole list came at once.',
  });
}

/** Lists add up; of everything else the last page has the say. */
function join(merged: Page, page: Page): Page {
  const lists = Object.entries(page).map(([key, value]) => {
    const earlier = merged[key];
    return [key, Array.isArray(value) && Array.isArray(earlier) ? append(earlier, value) : copied(value)];
  });
  // A page may leave out a list that has nothing in it.
  return { ...merged, ...Object.fromEntries(lists) };
}

function itemsOf(merged: Page): number {
  return Object.values(merged).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 0), 0);
}

/** The page itself stays as it came: its body may be shown. */
function copied(value: unknown): unknown {
  return Array.isArray(value) ? [...value] : value;
}

/** In place: copying what there is for every page would take time with the square of them. */
function append(earlier: unknown[], more: readonly unknown[]): unknown[] {
  for (const each of more) earlier.push(each);
  return earlier;
}

function nextRequest(
  paging: Paging,
  request: HttpRequest,
  page: Page,
  response: HttpResponse,
  pages: number,
): HttpRequest | undefined {
  if (paging.by === 'skip') {
    const isLast = !Array.isArray(page.value) || page.value.length < paging.pageSize;
    return isLast ? undefined : atOffset(request, paging, pages * paging.pageSize);
  }
  const link = paging.by === 'odata' ? page['@odata.nextLink'] : continuationOf(page, paging);
  if (link === undefined || link === null || link === '') return undefined;
  const base = response.sent.url;
  const text = String(link);
  // Followed as it is: a continuation token is encoded already, and a second time would break it.
  const url = parseUrl(URL.canParse(text, base) ? new URL(text, base).href : text, paging.location);
  return followLink(request, url, response);
}

function continuationOf(page: Page, { location }: Paging): unknown {
  const { continuationToken: token, continuationUri: uri } = page;
  if (token === undefined || token === null || token === '') return undefined;
  if (typeof uri === 'string' && uri !== '') return uri;
  throw new LocatedError('ERR_SCHEMA', 'The page has a `continuationToken` but no `continuationUri`.', location, {
    hint: 'Without the address there is no next page to ask for; look at what the service answered.',
  });
}

function atOffset(request: HttpRequest, { pageSize }: Paging, offset: number): HttpRequest {
  const url = new URL(request.url);
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !/^(\$|%24)(top|skip)=/i.test(pair));
  url.search = [...kept, `$top=${pageSize}`, `$skip=${offset}`].join('&');
  return { ...request, url: url.href };
}
