import type { ReportedSummary } from './report-schema.ts';

/** What a run that may have passed still makes think about: `1 flaky, 2 warnings`; empty when there is nothing. */
export function doubtsOf({ flaky, warnings }: Pick<ReportedSummary, 'flaky' | 'warnings'>): string {
  return [
    flaky === 0 ? '' : `${flaky} flaky`,
    warnings === 0 ? '' : `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
  ]
    .filter((text) => text !== '')
    .join(', ');
}
