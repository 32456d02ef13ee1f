import type { ReportEvent } from './report-event.ts';
import type { ReportedRun } from './report-schema.ts';

/** Tells reporters of a run that a report holds, as the run itself once did. */
export function* tellRun(run: ReportedRun): Iterable<ReportEvent> {
  const { title, total, startedOn, shard, problems, results, summary, complete } = run;
  yield { type: 'run-started', title, total, startedOn, shard, problems };
  for (const result of results) yield { type: 'request-finished', result };
  if (summary !== null) yield { type: 'run-finished', summary, complete };
}
