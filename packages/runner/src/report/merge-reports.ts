import { WaybillError } from '@waybill/errors';
import type { Report, ReportedRun, ReportedSummary } from './report-schema.ts';
import { REPORT_VERSION } from './report-schema.ts';

/** A report, and the file it was read from. */
export interface ReportPart {
  readonly file: string;
  readonly report: Report;
}

export interface MergedReports {
  readonly report: Report;
  /** What is not in it although it should be, a sentence each. */
  readonly gaps: readonly string[];
}

/** One part of a run. */
interface RunPart {
  readonly file: string;
  readonly run: ReportedRun;
  readonly index: number;
  readonly count: number;
}

/**
 * Makes one report of those of all shards: a run for each collection, its results in the order of the shards.
 *
 * @throws {WaybillError} ERR_REPORT_INVALID when two reports are of the same shard, or of different divisions
 */
export function mergeReports(parts: readonly ReportPart[]): MergedReports {
  const gaps = parts
    .filter(({ report }) => report.runs.length === 0)
    .map(({ file }) => `${file} holds no run: the command ended before one began.`);
  const runs = [...groupByRun(parts)].map(([title, group]) => {
    const missing = gapsOf(title, group);
    gaps.push(...missing);
    return mergeRuns(group, missing.length === 0);
  });
  return { report: { version: REPORT_VERSION, runs }, gaps };
}

/** Runs with the same title are parts of one, unless they are in the same report. */
function groupByRun(parts: readonly ReportPart[]): ReadonlyMap<string, readonly RunPart[]> {
  const groups = new Map<string, RunPart[]>();
  for (const { file, report } of parts) {
    const seen = new Map<string, number>();
    for (const run of report.runs) {
      const nth = (seen.get(run.title) ?? 0) + 1;
      seen.set(run.title, nth);
      const key = nth === 1 ? run.title : `${run.title} (${nth})`;
      const { index, count } = run.shard ?? { index: 1, count: 1 };
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      assertFits(group, { file, run, index, count });
      group.push({ file, run, index, count });
    }
  }
  for (const group of groups.values()) group.sort((left, right) => left.index - right.index);
  return groups;
}

function assertFits(group: readonly RunPart[], { file, index, count }: RunPart): void {
  const [first] = group;
  if (first !== undefined && first.count !== count) {
    throw new WaybillError(
      'ERR_REPORT_INVALID',
      `${first.file} is one of ${first.count} shards, ${file} of ${count}.`,
      {
        hint: 'Merge the reports of one run only.',
      },
    );
  }
  const twin = group.find((part) => part.index === index);
  if (twin !== undefined) {
    throw new WaybillError('ERR_REPORT_INVALID', `${twin.file} and ${file} are both shard ${index}/${count}.`, {
      hint: 'Leave one of them out: of a shard that ran again, the older one.',
    });
  }
}

function gapsOf(title: string, group: readonly RunPart[]): readonly string[] {
  const count = group[0]?.count ?? 1;
  const indexes = Array.from({ length: count }, (_, position) => position + 1);
  const missing = indexes.filter((index) => !group.some((part) => part.index === index));
  return [
    ...missing.map((index) => `Shard ${index}/${count} of "${title}" is missing.`),
    ...group.filter(({ run }) => !run.complete).map(({ file }) => `${file} is of a run that was interrupted.`),
  ];
}

function mergeRuns(group: readonly RunPart[], complete: boolean): ReportedRun {
  const runs = group.map(({ run }) => run);
  const started = runs.map(({ startedOn }) => Date.parse(startedOn));
  const startMs = Math.min(...started);
  const endMs = Math.max(...runs.map(({ summary }, index) => (started[index] ?? 0) + (summary?.durationMs ?? 0)));
  return {
    title: runs[0]?.title ?? '',
    startedOn: new Date(startMs).toISOString(),
    total: runs.reduce((sum, { total }) => sum + total, 0),
    problems: runs[0]?.problems ?? [],
    complete,
    summary: { ...summarize(runs), durationMs: endMs - startMs, cause: causeOfAll(runs, complete) },
    results: runs.flatMap(({ results }) => results),
  };
}

/** Counted anew: a run that was interrupted has results, but no summary. */
function summarize(runs: readonly ReportedRun[]): Omit<ReportedSummary, 'durationMs' | 'cause'> {
  const counts = { passed: 0, flaky: 0, failed: 0, skipped: 0, warnings: 0 };
  for (const result of runs.flatMap(({ results }) => results)) {
    counts[result.outcome] += 1;
    if (result.outcome === 'passed' && result.flaky) counts.flaky += 1;
    if (result.outcome !== 'skipped') counts.warnings += result.warnings.length;
  }
  return counts;
}

/** Of the first shard that did not pass; a whole that is not whole has not passed either. */
function causeOfAll(runs: readonly ReportedRun[], complete: boolean): ReportedSummary['cause'] {
  const known = runs.map(({ summary }) => summary?.cause).find((cause) => cause !== undefined);
  return known ?? (complete ? undefined : 'cancelled');
}
