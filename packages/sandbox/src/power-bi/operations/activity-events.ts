import { type ActivityEvent, activityPage, PAGES } from '../activity-log.ts';
import type { Operation } from '../operation.ts';
import { invalidRequest } from '../refusal.ts';

const QUOTED = /^'(.*)'$/s;

/** The log of who did what, a UTC day at most, page by page. */
export const activityOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/admin/activityevents',
    scopes: ['Tenant.Read.All', 'Tenant.ReadWrite.All'],
    audience: 'admin',
    handle: ({ context, state }) => {
      const continuation = context.req.query('continuationToken');
      const { day, page } = continuation === undefined ? firstPage(context.req.query()) : readToken(continuation);
      const next = page + 1 < PAGES ? encodeURIComponent(`+RID:${day}#RT:${page + 1}`) : null;
      const { origin, pathname } = new URL(context.req.url);
      const activityEventEntities: readonly ActivityEvent[] = activityPage(day, page, state.directory.tenantId);
      return context.json({
        activityEventEntities,
        // The token is encoded already, and stands in quotes.
        continuationUri: next === null ? null : `${origin}${pathname}?continuationToken='${next}'`,
        continuationToken: next,
        lastResultSet: next === null,
      });
    },
  },
];

interface Place {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly page: number;
}

function firstPage({ startDateTime, endDateTime }: Readonly<Record<string, string>>): Place {
  const [start, end] = [dateOf('startDateTime', startDateTime), dateOf('endDateTime', endDateTime)];
  if (start.slice(0, 10) !== end.slice(0, 10))
    throw invalidRequest('startDateTime and endDateTime must be in the same UTC day.', 'BadRequest');
  return { day: start.slice(0, 10), page: 0 };
}

function dateOf(name: string, value = ''): string {
  const text = QUOTED.exec(value)?.[1] ?? '';
  if (!Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  throw invalidRequest(`${name} must be a time in single quotes.`, 'BadRequest');
}

function readToken(value: string): Place {
  // What was encoded twice still has percent signs in it here.
  const [, day, page] = /^'\+RID:(\d{4}-\d{2}-\d{2})#RT:(\d)'$/.exec(value) ?? [];
  if (day === undefined) throw invalidRequest('continuationToken is not one that was given out.', 'BadRequest');
  return { day, page: Number(page) };
}
