import { createHash } from 'node:crypto';

/** One entry of the activity log. */
export type ActivityEvent = Readonly<Record<string, string>>;

/** Activities of a day by their pages. The second is empty, as pages of quiet hours are: no reason to stop there. */
const ACTIVITIES: readonly (readonly string[])[] = [['ViewReport', 'ViewDashboard'], [], ['RefreshDataset']];

export const PAGES = ACTIVITIES.length;

/** A page of the log of a day, the same whenever it is asked for. */
export function activityPage(day: string, page: number, tenantId: string): readonly ActivityEvent[] {
  return (ACTIVITIES[page] ?? []).map((activity, index) => {
    const id = createHash('sha256').update(`${day} ${page} ${index}`).digest('hex');
    return {
      Id: [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join('-'),
      CreationTime: `${day}T0${page + 7}:15:0${index}`,
      Operation: activity,
      OrganizationId: tenantId,
      UserKey: '1003200000000000',
      Activity: activity,
      Workload: 'PowerBI',
      UserId: 'ada@sandbox.onmicrosoft.com',
      ClientIP: '127.0.0.1',
    };
  });
}
